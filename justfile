# Shortcuts over cargo. Nothing needs them.

# Start the demo.
demo:
    cargo run --release

# All tests, as in the README.
test:
    cargo test

# What CI runs.
ci:
    .ci/run

# Figures: medians and ratios of one run, with the machine.
bench:
    cargo bench -p tests
    cd plugins && cargo bench -p likeness
    cargo bench -p procedure --bench lint
    cd plugins && cargo bench -p agent --bench reading

# Break each rule that runs rest on; the simulation must notice.
mutants:
    tests/mutants.py

# Many more lives in the simulation.
simulate seeds="100000":
    SIMULATION_SEEDS={{seeds}} cargo test --release -p run --test simulation -- --nocapture

# Everything that parses, on texts that libFuzzer makes up: so many seconds for each target.
fuzz seconds="60":
    fuzz/run {{seconds}}

# Everything breaks for a while, and nothing may be lost: three hosts on PostgreSQL, then one on SQLite.
chaos seconds="300" seed="1":
    CHAOS_LONG=1 CHAOS_SECONDS={{seconds}} CHAOS_SEED={{seed}} cargo test --release --test chaos -- --nocapture --test-threads 1

# Ten thousand webhook events, receivers that fail, and a sender that is killed again and again.
storm events="10000":
    STORM_EVENTS={{events}} cargo test --release --test commands -- every_event_arrives --nocapture
