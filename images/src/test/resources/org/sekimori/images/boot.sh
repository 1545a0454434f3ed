#!/bin/sh
# boot.sh ROOT CGROUP: starts systemd as the first process of a machine of its own, from the Debian tree at ROOT: new namespaces
# of every kind but users, with CGROUP (a fresh cgroup2 folder) as the top of its hierarchy. Ends when the machine does.
set -eu
root=$1
mkdir "$2"
echo $$ >"$2/cgroup.procs"
# shellcheck disable=SC2016 # it is for the shell inside to expand
exec unshare --mount --pid --fork --kill-child --net --cgroup --uts --ipc sh -euc '
root=$1
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 none "$root/dev"
for name in null zero random urandom full tty; do
  touch "$root/dev/$name"
  mount --bind "/dev/$name" "$root/dev/$name"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t tmpfs -o mode=755 none "$root/run"

# Of the settings of the kernel only those of its own network are its to change.
mount -t proc proc "$root/mnt"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount --bind "$root/mnt/sys/net" "$root/proc/sys/net"
[ ! -e "$root/proc/sysrq-trigger" ] || mount --bind "$root/dev/null" "$root/proc/sysrq-trigger"
umount "$root/mnt"

ip link set lo up
hostname debian
cd "$root"
pivot_root . mnt
exec chroot . sh -c "umount -l /mnt && exec env container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=console --unit=multi-user.target"
' boot "$root"
