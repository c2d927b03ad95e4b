//! Faulty procedures and the whole of what is said about them.

use procedure::parse;

const CHECKS: [&str; 4] = ["mobile_intelligence", "name_match", "org.blacklist", "pan_verification"];

/// What is said about `source`: `line:column+length code message`, one a line.
fn said(source: &str) -> String {
    let Err(found) = parse(source, &CHECKS) else { return "nothing".into() };
    found.iter().map(|d| format!("{}:{}+{} {}: {} ({})\n", d.line, d.column, d.length, d.code, d.message, d.help)).collect()
}

/// A procedure whose front matter is right, with this body from line 4 on.
fn with_body(body: &str) -> String {
    format!("---\nname: n\n---\n{body}")
}

const STEP: &str = "a step is a list item with one code span that names a check; write anything else without code spans";

#[test]
fn a_diagnostic_reads_like_a_compilers() {
    let found = parse(&with_body("## Überprüfung\n- Prüfe: `pan_verificaton`\n"), &CHECKS).unwrap_err();
    let text = "5:10: unknown check `pan_verificaton`\n5 | - Prüfe: `pan_verificaton`\n  |          ^^^^^^^^^^^^^^^^^\n  = did you mean `pan_verification`?";
    assert_eq!(found[0].to_string(), text);
    let json = serde_json::to_value(&found[0]).unwrap();
    assert_eq!((&json["line"], &json["column"], &json["length"]), (&5.into(), &10.into(), &17.into()));
}

#[test]
fn front_matter_is_strict() {
    let body = "## A\n- `name_match`\n";
    let cases = [
        (
            "",
            "1:1+1 no_front_matter: the procedure has no front matter (begin the file with a line `---`, then `name: …`, then a line `---`)\n",
        ),
        (
            "\n---\nname: n\n---\n",
            "1:1+1 no_front_matter: the procedure has no front matter (begin the file with a line `---`, then `name: …`, then a line `---`)\n",
        ),
        ("---\n---\n", "1:1+3 no_name: the procedure has no name (add `name: …` to the front matter)\n"),
        (
            "---\nnaem: n\n---\n",
            "1:1+3 no_name: the procedure has no name (add `name: …` to the front matter)\n2:1+4 unknown_key: unknown key `naem` (did you mean `name`?)\n",
        ),
        (
            "---\nname: n\nschedule: daily\n---\n",
            "3:1+8 unknown_key: unknown key `schedule` (the keys are `name`, `description`, `approval`, `inputs`, `report`)\n",
        ),
        (
            "---\nname: 7\n---\n",
            "2:7+1 wrong_type: `name` is no text of a fitting length (write 1 to 120 characters of text, in quotes if it looks like a number)\n",
        ),
        (
            "---\nname: n\napproval: over lots\n---\n",
            "3:11+9 wrong_approval: `approval` is none of the policies (write `auto`, `always`, `never` or `over N`, where N is an amount of credits)\n",
        ),
        (
            "---\nname: n\napproval: over -1\n---\n",
            "3:11+7 wrong_approval: `approval` is none of the policies (write `auto`, `always`, `never` or `over N`, where N is an amount of credits)\n",
        ),
        (
            "---\nname: n\ninputs: [name]\n---\n",
            "3:9+1 wrong_type: `inputs` is no mapping (write `required: [name, pan]` and `optional: [phone]` below it)\n",
        ),
        ("---\nname: n\ninputs:\n  requird: [name]\n---\n", "4:3+7 unknown_key: unknown key `requird` (did you mean `required`?)\n"),
        ("---\nname: n\ninputs:\n  required: name\n---\n", "4:13+4 wrong_type: `required` is no list (write a list: `[name, pan]`)\n"),
        (
            "---\nname: n\ninputs:\n  required: [name, passport]\n---\n",
            "4:20+8 unknown_input: unknown identifier `passport` (the identifiers are `name`, `phone`, `pan`, `gstin`, `cin`, `date_of_birth`, `email`, `url`, `handle`, `address`, `aadhaar`, `uan`, `vehicle_number`, `ifsc`, `account_number`, `ssn`, `ein`, `vin`, `routing_number`, `cik`, `emirates_id`, `trade_licence`, `trn`, `lei`, `iban`, `nationality`)\n",
        ),
        (
            "---\nname: n: m\n---\n",
            "2:1+10 not_yaml: the front matter is not valid YAML (write `key: value` lines, each key once; put a value that holds `: ` or `#` in quotes)\n",
        ),
        (
            "---\nname: a\nname: b\n---\n",
            "3:1+7 not_yaml: the front matter is not valid YAML (write `key: value` lines, each key once; put a value that holds `: ` or `#` in quotes)\n",
        ),
        ("---\n- name\n---\n", "2:1+1 not_a_mapping: the front matter is no mapping (write `key: value` lines)\n"),
    ];
    for (front, expected) in cases {
        let said = said(&format!("{front}{body}"));
        assert_eq!(said, expected, "{front:?}");
    }
}

#[test]
fn an_input_is_named_once() {
    let source = "---\nname: n\ninputs:\n  required: [pan]\n  optional: [phone, pan]\n---\n## A\n- `name_match`\n";
    let said = said(source);
    assert!(said.starts_with("5:21+3 input_twice: `pan` is named twice in `inputs`"), "{said}");
}

#[test]
fn a_procedure_without_steps_does_nothing() {
    let expected = format!("4:1+1 no_steps: the procedure has no steps (write a list item below a `##` heading: {STEP})\n");
    assert_eq!(said(&with_body("")), expected);
    assert_eq!(said(&with_body("## A\n- just prose\n\n`name_match`\n")), expected);
    assert_eq!(said(&with_body("## Report\n- `name_match`\n")), expected, "what the report says is no step");
}

#[test]
fn a_list_item_names_one_known_check() {
    let cases = [
        ("## A\n- `sanctions`\n", format!("5:3+11 unknown_check: unknown check `sanctions` ({STEP})\n")),
        ("## A\n- x `name_match` and `pan_verification`\n", format!("5:22+18 two_code_spans: a list item has more than one code span ({STEP})\n")),
        ("- `name_match`\n\n## A\n- `pan_verification`\n", "4:1+14 no_phase: this step belongs to no phase (put a `## ` heading with the phase's goal above it)\n".into()),
        ("## A\n- `name_match`\n- `name_match`\n", "6:3+12 check_twice: `name_match` is already a step (keep one of them: other steps refer to its answer by the check's name)\n".into()),
        ("##\n- `name_match`\n", "4:1+2 wrong_heading: the heading of a phase is empty or too long (name the phase in 1 to 200 characters: the heading is shown as a task of the plan)\n".into()),
        ("## A\n- `name_match`\n## Decision\n- approve when `x`\n", "7:17+1 unknown_name: `x` is no step of this procedure (refer to a check that a step of this procedure names)\n".into()),
    ];
    for (body, expected) in cases {
        let said = said(&with_body(body));
        assert!(said.starts_with(&expected), "{body:?}\n said {said}\n not {expected}");
    }
}

#[test]
fn what_refines_a_step_is_understood_or_refused() {
    const ALL: &str = "below a step stand ``when `condition` ``, ``with `argument` = `check.member` ``, `optional` and `at most N days old`; write explanations in a paragraph";
    let but = |place: &str, help: &str| format!("{place} unknown_refinement: this sub-item of a step is not understood ({help})\n");
    let unknown = |place: &str| but(place, ALL);
    let cases = [
        ("optinal", but("6:3+9", "did you mean `optional`?")),
        ("optionally", but("6:3+12", "did you mean `optional`?")),
        ("optional `name`", unknown("6:3+17")),
        ("when `pan_verification.status = \"success\"`", "6:35+1 wrong_condition: the condition is no CEL expression (write `==` where two things are to be the same, and `!=` where not)\n".into()),
        ("wenn `pan_verification.status == \"success\"`", but("6:3+45", "did you mean `when`?")),
        ("`pan_verification.status == \"success\"` when", unknown("6:3+45")),
        ("when `pan_verificatoin.status == \"success\"`", "6:11+23 unknown_name: `pan_verificatoin` is no step of this procedure (did you mean `pan_verification`?)\n".into()),
        ("when `name_match.score > 3`", "6:11+16 cycle: steps wait for one another: `name_match` waits for `name_match` (take one of these from the request, or from another check)\n".into()),
        ("when `inputs.pan == \"\"`", "6:11+10 unknown_name: `inputs.pan` is no identifier that the procedure takes (list the identifier under `inputs` in the front matter, and write `inputs.` before it)\n".into()),
        ("at most 400 days old", "6:3+22 wrong_age: this does not say how old an answer may be (write `at most N days old`, where N is 1 to 365, or `at most N days old at X credits`)\n".into()),
        ("at most thirty days old", "6:3+25 wrong_age: this does not say how old an answer may be (write `at most N days old`, where N is 1 to 365, or `at most N days old at X credits`)\n".into()),
        ("with `name`", unknown("6:3+13")),
        ("with `name` = `pan_verification.x` if given", unknown("6:3+45")),
        ("with `na me` = `pan_verification.x`", "6:10+7 wrong_argument: `na me` is no name of an argument (write the name as the check's input has it: lower-case letters, digits, `_`)\n".into()),
        ("with `name` = `pan_verification`", "6:19+18 wrong_reference: `pan_verification` is no member of a check's answer (write a check of this procedure, a point and a member of its answer: `pan_verification.registered_name`)\n".into()),
        ("with `name` = `pan_verificatoin.x`", "6:19+20 no_such_step: `pan_verificatoin` is no step of this procedure (did you mean `pan_verification`?)\n".into()),
        ("with `name` = `mobile_intelligence.x`", "6:19+23 no_such_step: `mobile_intelligence` is no step of this procedure (add a step that names it, or refer to a check that a step of this procedure names)\n".into()),
        ("with `name` = `name_match.x`", "6:19+14 cycle: steps wait for one another: `name_match` waits for `name_match` (take one of these from the request, or from another check)\n".into()),
    ];
    for (refinement, expected) in cases {
        let body = format!("## A\n- `name_match`\n  - {refinement}\n- `pan_verification`\n");
        assert_eq!(said(&with_body(&body)), expected, "{refinement}");
    }
    let twice = "## A\n- `name_match`\n  - with `a` = `pan_verification.x`\n  - with `a` = `pan_verification.y`\n- `pan_verification`\n";
    assert_eq!(said(&with_body(twice)), "7:10+3 argument_twice: the argument `a` is given twice (keep one of them)\n");
}

#[test]
fn steps_that_wait_for_one_another_are_a_cycle() {
    let body = "## A\n- `name_match`\n  - with `a` = `pan_verification.x`\n- `pan_verification`\n  - with `b` = `org.blacklist.x.y`\n- `org.blacklist`\n  - with `c` = `name_match.z`\n";
    let expected = "10:16+14 cycle: steps wait for one another: `name_match` waits for `pan_verification` waits for `org.blacklist` waits for `name_match` (take one of these from the request, or from another check)\n";
    assert_eq!(said(&with_body(body)), expected);
}

#[test]
fn the_report_names_answers_of_steps() {
    let body = "## A\n- `name_match`\n## Report\nSay `name_match.score`, not `pan_verification.status`; `plain` words pass.\n";
    let expected = "7:29+25 no_such_step: `pan_verification` is no step of this procedure (add a step that names it, or refer to a check that a step of this procedure names)\n";
    assert_eq!(said(&with_body(body)), expected);
}

#[test]
fn a_procedure_is_bounded() {
    let long = with_body(&"x".repeat(procedure::SOURCE_BYTES_MAX));
    assert!(said(&long).starts_with("1:1+1 too_long: the procedure has 1048592 bytes"));

    let busy = with_body(&"[".repeat(procedure::MARKS_MAX));
    assert!(said(&busy).contains("too_much_markup: the page has more than 150000 signs"));

    let names: Vec<String> = (0..201).map(|n| format!("c{n}")).collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let steps =
        |count: usize| with_body(&format!("## A\n{}", names[..count].iter().map(|name| format!("- `{name}`\n")).collect::<String>()));
    assert_eq!(parse(&steps(200), &known).unwrap().steps().count(), 200);
    let found = parse(&steps(201), &known).unwrap_err();
    assert_eq!((found.len(), found[0].code, found[0].line), (1, "too_many_steps", 205));

    let wrong = with_body(&format!("## A\n{}", "- `nothing`\n".repeat(5_000)));
    assert_eq!(parse(&wrong, &CHECKS).unwrap_err().len(), procedure::DIAGNOSTICS_MAX);
}

#[test]
fn no_nesting_and_no_cut_breaks_the_parser() {
    let deep = with_body(&format!("## A\n{}`name_match`\n", "- ".repeat(50_000)));
    assert!(parse(&deep, &CHECKS).unwrap_err().iter().any(|d| d.code == "nested_too_deep"));
    let whole = include_str!("../../../workflows/kyc-verification.md");
    for cut in (0..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
        for source in [&whole[..cut], &whole[cut..]] {
            for found in parse(source, &CHECKS).err().into_iter().flatten() {
                assert!(found.line <= source.lines().count().max(1) + 1 && found.column >= 1 && found.length >= 1, "{found}");
            }
        }
    }
}
