//! Answers providers in test mode, after their documented contracts, from a catalogue of personas and magic identifiers.
