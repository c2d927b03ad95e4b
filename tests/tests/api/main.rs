//! Stories of the public API, told by its clients against the real app, on both engines.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

/// Each story is told twice: over SQLite, and over PostgreSQL where it is installed.
macro_rules! stories {
    ($($story:ident,)+) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $story() {
                super::$story(tests::app::App::start().await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test]
            async fn $story() {
                if let Some(url) = tests::postgres::database() {
                    super::$story(tests::app::App::over(&url).await).await;
                }
            })+
        }
    };
}
pub(crate) use stories;

mod approval;
mod audit;
mod budget;
mod contract;
mod create;
mod door;
mod endings;
mod faults;
mod ledger;
mod limits;
mod listeners;
mod listing;
mod lists;
mod openapi;
mod own_workflows;
mod read;
mod replay;
mod scopes;
mod stream;
mod tenants;
mod threads;
mod turns;
mod webhooks;
