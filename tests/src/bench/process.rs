//! Processor time and memory of processes, from `/proc`.

use std::time::Duration;

/// A tick of the processor times in `/proc`: the same on every Linux that we build for.
const TICK: Duration = Duration::from_millis(10);

pub(super) fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// What `/proc/PID/stat` says from the third field on; nothing of a process that is gone.
fn stat(pid: u32) -> Vec<u64> {
    let text = read(&format!("/proc/{pid}/stat"));
    // The name stands in parentheses and may hold anything.
    let fields = text.rsplit_once(')').map_or("", |(_, fields)| fields);
    fields.split_whitespace().map(|field| field.parse().unwrap_or(0)).collect()
}

fn ticks(stat: &[u64], places: &[usize]) -> Duration {
    let sum: u64 = places.iter().filter_map(|place| stat.get(*place)).sum();
    TICK * u32::try_from(sum).unwrap_or(u32::MAX)
}

/// User and system time of a process so far, all threads.
pub fn cpu(pid: u32) -> Duration {
    ticks(&stat(pid), &[11, 12])
}

/// The same of this process.
pub fn own_cpu() -> Duration {
    cpu(std::process::id())
}

/// User and system time of a process and its children, those that ended and were waited for included.
pub fn family_cpu(pid: u32) -> Duration {
    let children = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let children = children.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()).map(stat);
    let living: Duration = children.filter(|child| child.get(1) == Some(&u64::from(pid))).map(|child| ticks(&child, &[11, 12])).sum();
    ticks(&stat(pid), &[11, 12, 13, 14]) + living
}

fn kibibytes(pid: u32, name: &str) -> u64 {
    let status = read(&format!("/proc/{pid}/status"));
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Resident memory in KiB.
pub fn resident_kib(pid: u32) -> u64 {
    kibibytes(pid, "VmRSS")
}

/// The most resident memory since the start, or since [`forget_peak`], in KiB.
pub fn peak_kib(pid: u32) -> u64 {
    kibibytes(pid, "VmHWM")
}

/// Begins the search for the peak anew.
pub fn forget_peak(pid: u32) {
    // Refused by some sandboxes: then the peak is that since the start.
    let _ = std::fs::write(format!("/proc/{pid}/clear_refs"), "5");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_computes_takes_time_and_memory() {
        let before = own_cpu();
        let mut sum = 0_u64;
        while own_cpu() < before + 2 * TICK {
            sum = sum.wrapping_add(std::hint::black_box(1));
        }
        let (own, me) = (own_cpu(), std::process::id());
        assert!(sum > 0 && family_cpu(me) >= own);
        assert!(resident_kib(me) > 0 && peak_kib(me) > 0);
    }
}
