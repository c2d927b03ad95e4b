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

# Break each rule that runs rest on; the simulation must notice.
mutants:
    tests/mutants.py

# Many more lives in the simulation.
simulate seeds="100000":
    SIMULATION_SEEDS={{seeds}} cargo test --release -p run --test simulation -- --nocapture
