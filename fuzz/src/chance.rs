//! No chance: the standard library's hash maps are seeded alike in every process, so that the same inputs reach the same places.
#![expect(unsafe_code, reason = "it stands in for a function of the C library")]

/// What the standard library asks for its seeds.
#[unsafe(no_mangle)]
unsafe extern "C" fn getrandom(into: *mut u8, length: usize, _flags: u32) -> isize {
    // SAFETY: the caller hands over so many bytes to be written.
    unsafe { into.write_bytes(1, length) };
    length.cast_signed()
}
