//! Whether a store lies on a file system of another machine, or of several. There locks, renames and what one has just
//! written may be another thing on each, and nobody is told of what the others do.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{major, minor, statfs};

use super::notice::Notice;

/// What `statfs` tells of them (`linux/magic.h`, and their own sources).
const KINDS: &[(u32, &str)] = &[
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFE53_4D42, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0x0102_1997, "9p"),
    (0x00C3_6400, "CEPH"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x564C, "NCP"),
    (0x0116_1970, "GFS2"),
    (0x7461_636F, "OCFS2"),
    (0x0BD0_0BD0, "Lustre"),
    (0x4750_4653, "GPFS"),
    (0x1983_0326, "BeeGFS"),
    (0x2003_0528, "OrangeFS"),
    (0x786F_4256, "vboxsf"),
    (0xBACB_ACBC, "vmhgfs"),
    (FUSE, "FUSE"),
];
const FUSE: u32 = 0x6573_5546;
/// What programs of FUSE keep on this machine, as the table of mounts calls it.
const HERE: &[&str] = &[
    "fuseblk",
    "fuse.bindfs",
    "fuse.encfs",
    "fuse.fuse-overlayfs",
    "fuse.gocryptfs",
    "fuse.mergerfs",
];

/// What the file system is called that holds that folder, if it is one of a network.
pub fn of(dir: &Path) -> Option<String> {
    // Its type is as wide as the machine wants it; the number has 32 bits.
    let found = statfs(dir).ok()?.f_type as u32;
    let mounts = || fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    let mounted = match found == FUSE {
        true => mounted(&mounts(), &device(dir)?),
        false => None,
    };
    kind(found, mounted.as_deref())
}

/// That it is said of a store that is opened there.
pub fn told(dir: &Path) -> Option<Notice> {
    let path = dir.to_path_buf();
    of(dir).map(|kind| Notice::Network { path, kind })
}

/// What a file system is called of which `statfs` tells that, and the table of mounts that, if it is one of a network.
/// Of FUSE nobody knows what is behind it, unless it is known to be here.
pub fn kind(magic: u32, mounted: Option<&str>) -> Option<String> {
    let (_, name) = KINDS.iter().find(|(known, _)| *known == magic)?;
    match mounted {
        Some(mounted) if magic == FUSE => {
            (!HERE.contains(&mounted)).then(|| mounted.trim_start_matches("fuse.").to_string())
        }
        _ => Some((*name).to_string()),
    }
}

fn device(dir: &Path) -> Option<String> {
    let device = fs::metadata(dir).ok()?.dev();
    Some(format!("{}:{}", major(device), minor(device)))
}

/// As what something of that device is mounted, by the table of mounts.
fn mounted(table: &str, device: &str) -> Option<String> {
    let mut lines = table.lines().map(str::split_whitespace);
    let mut of = lines.find_map(|mut words| (words.nth(2)? == device).then_some(words))?;
    of.find(|word| *word == "-")?;
    of.next().map(str::to_string)
}
