//! The machine that figures were measured on, in words.

use super::process::read;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Synchronised writes whose median is told.
const WRITES: usize = 200;

/// Processor, memory, kernel, compiler, the disk below `folder`, and how busy the machine is: one line each.
pub fn describe(folder: &Path) -> String {
    let cpu = field(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "unknown processor".into());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = field(&read("/proc/meminfo"), "MemTotal").and_then(|kib| kib.trim_end_matches(" kB").parse::<u64>().ok());
    let memory = memory.map_or_else(|| "unknown".into(), |kib| format!("{} MiB", kib / 1_024));
    let kernel = read("/proc/sys/kernel/osrelease");
    let rustc = Command::new("rustc").arg("--version").output().map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let sync = synchronised_write(folder);
    let load = read("/proc/loadavg").split(' ').take(3).collect::<Vec<_>>().join(" ");
    [
        format!("processor   {cpu}, {cores} cores, {memory} of memory"),
        format!("system      Linux {}, {}", kernel.trim(), rustc.unwrap_or_else(|_| "rustc unknown".into())),
        format!("disk        {}; appending 4 KiB and fdatasync takes {} us (median of {WRITES})", filesystem(folder), sync.as_micros()),
        format!("load        {load} before the first figure (other work on the machine makes figures worse)"),
    ]
    .join("\n")
}

fn field(text: &str, name: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn filesystem(folder: &Path) -> String {
    let mounts = read("/proc/mounts");
    let rows = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (_, place, kind) = (words.next()?, words.next()?, words.next()?);
        folder.starts_with(place).then_some((place.len(), kind))
    });
    rows.max_by_key(|(length, _)| *length).map_or_else(|| "unknown filesystem".into(), |(_, kind)| kind.to_owned())
}

fn synchronised_write(folder: &Path) -> Duration {
    let path = folder.join("fdatasync.probe");
    let mut file = File::create(&path).unwrap();
    let mut times: Vec<Duration> = (0..WRITES)
        .map(|_| {
            let begun = Instant::now();
            file.write_all(&[7; 4_096]).unwrap();
            file.sync_data().unwrap();
            begun.elapsed()
        })
        .collect();
    std::fs::remove_file(&path).unwrap();
    times.sort();
    times[WRITES / 2]
}
