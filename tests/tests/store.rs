//! The contract of the store: every story is told on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "store/admin.rs"]
mod admin;
#[path = "store/admission.rs"]
mod admission;
#[path = "store/appends.rs"]
mod appends;
#[path = "store/deliveries.rs"]
mod deliveries;
#[path = "store/leases.rs"]
mod leases;
#[path = "store/listing.rs"]
mod listing;
#[path = "store/news.rs"]
mod news;
#[path = "store/opening.rs"]
mod opening;
#[path = "store/plans.rs"]
mod plans;
#[path = "store/proof.rs"]
mod proof;
#[path = "store/stage.rs"]
mod stage;
#[path = "store/workflows.rs"]
mod workflows;

use stage::{Base, Stage};

/// Tells each story on both engines.
macro_rules! stories {
    ($($room:ident { $($story:ident)* })*) => {
        mod sqlite {$(
            mod $room {$(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $story() {
                    crate::$room::$story(crate::Stage::on(crate::Base::Sqlite).await.unwrap()).await;
                }
            )*}
        )*}
        mod postgres {$(
            mod $room {$(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $story() {
                    let Some(stage) = crate::Stage::on(crate::Base::Postgres).await else { return };
                    crate::$room::$story(stage).await;
                }
            )*}
        )*}
    };
}

stories! {
    opening {
        every_statement_prepares
        a_wrong_master_key_is_refused
        a_database_may_keep_its_own_master_key
        openers_at_the_same_time_migrate_once
        a_newer_schema_is_refused
        a_build_serves_on_while_a_newer_one_adds_to_the_schema
        a_look_finds_things_as_they_are
        a_message_is_nowhere_in_the_database
    }
    appends {
        a_journal_reads_back_as_it_was_written
        of_eight_writers_at_one_head_one_wins
        a_crowd_loses_and_reorders_nothing
        appends_of_one_run_in_one_group_are_decided_in_order
        what_another_node_wrote_is_read_at_once
        a_conflict_writes_nothing
        what_stands_on_nothing_is_a_conflict
        a_poisoned_member_fails_alone
        a_commit_whose_answer_was_lost_is_found_again
        a_lost_commit_is_repeated
        after_a_lost_commit_another_may_have_won
        watchers_hear_of_commits
        who_cannot_wait_is_told
        connections_that_died_are_replaced
        another_organisation_sees_nothing
    }
    news {
        what_one_node_commits_another_hears_of
        what_was_not_told_is_found
        a_node_that_leaves_says_so
        whoever_listens_at_one_node_hears_of_what_another_delivers
    }
    deliveries {
        of_a_batch_the_gravest_word_counts
        what_was_never_sent_says_nothing_of_an_endpoint
        a_long_queue_stands_before_no_other
        of_two_nodes_one_takes_a_delivery
        who_gives_its_runs_back_keeps_its_deliveries
        old_deliveries_go_in_small_steps
    }
    admission {
        a_key_that_ended_admits_nothing
        simultaneous_admissions_with_one_name_make_one_run
        refusals_come_in_their_order_and_store_nothing
        an_empty_account_refuses_live_runs_alone
        a_thread_belongs_to_its_mode
        a_lost_admission_is_found_again
    }
    workflows {
        what_is_published_stays_and_one_version_is_followed
        a_version_is_found_by_its_number_and_its_digest
        a_built_in_workflow_is_followed_by_the_others_and_comes_back
        what_is_removed_is_followed_no_more_and_may_come_back
        a_run_is_admitted_by_the_workflows_it_was_chosen_from
        of_publishers_at_the_same_time_each_makes_a_version
        so_many_workflows_and_no_more
    }
    leases {
        a_lease_keeps_others_away_until_it_ends
        two_nodes_never_get_the_same_run
        claims_are_counted_until_an_append
        a_released_node_leaves_its_runs_to_others
        a_decision_leaves_the_run_with_its_node
        a_run_given_back_waits_as_long_as_it_was_told
        the_next_due_time_is_known
    }
    proof {
        a_sound_database_is_proved
        balances_are_exact_under_load
        rebuilding_changes_nothing
        a_tampered_line_is_found
        a_tampered_event_is_found
        a_tampered_balance_is_found
        a_tampered_payload_is_found
        a_lost_row_is_found
    }
    admin {
        an_organisation_is_addressed_by_id_or_name
        ten_keys_and_no_more
        a_key_is_found_by_its_digest_until_revoked
        the_last_use_of_a_key_is_noted_once_a_minute
        every_change_is_audited
        artefacts_are_kept_by_what_they_are
        a_run_is_explained
    }
    listing {
        a_look_is_bounded_and_its_cursor_goes_on
        a_request_is_looked_for_within_bounds
        charges_end_at_the_head_that_was_read
    }
    plans {
        hot_statements_find_their_rows_by_index
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_serves_a_sqlite_file() {
    let stage = Stage::on(Base::Sqlite).await.unwrap();
    opening::a_second_server_is_refused(&stage);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sqlite_file_is_its_owners_alone() {
    let stage = Stage::on(Base::Sqlite).await.unwrap();
    opening::nobody_else_may_read(&stage);
}
