//! File systems of networks, by what the system tells of them.

use guichet::store::network::{kind, of};

#[test]
fn file_systems_of_networks_are_known_by_what_the_system_tells() {
    let named = |magic, mounted| kind(magic, mounted).unwrap_or_default();
    for (magic, name) in [
        (0x6969, "NFS"),
        (0xFF53_4D42, "CIFS"),
        (0xFE53_4D42, "SMB"),
        (0x0102_1997, "9p"),
        (0x00C3_6400, "CEPH"),
        (0x0BD0_0BD0, "Lustre"),
    ] {
        assert_eq!(named(magic, None), name);
    }
    // ext4, xfs, btrfs, tmpfs, overlayfs, zfs.
    for magic in [
        0xEF53,
        0x5846_5342,
        0x9123_683E,
        0x0102_1994,
        0x794C_7630,
        0x2FC1_2FC1,
    ] {
        assert_eq!(kind(magic, None), None, "{magic:x}");
    }
    let fuse = 0x6573_5546;
    assert_eq!(named(fuse, Some("fuse.sshfs")), "sshfs");
    assert_eq!(named(fuse, Some("virtiofs")), "virtiofs");
    assert_eq!(named(fuse, None), "FUSE");
    assert_eq!(kind(fuse, Some("fuseblk")), None);
    assert_eq!(kind(fuse, Some("fuse.gocryptfs")), None);
    assert_eq!(of(std::path::Path::new("/proc/self")), None);
}
