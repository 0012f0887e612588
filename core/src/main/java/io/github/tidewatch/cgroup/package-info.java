/**
 * Control groups of versions 1 and 2: the group of a process in a controller, its ancestors as far as they are visible,
 * and what they say of CPU time (cgroups(7), Documentation/admin-guide/cgroup-v2.rst,
 * Documentation/scheduler/sched-bwc.rst). Everything that needs to know a group finds it here.
 *
 * <p>What cannot be seen is unknown, which is not the same as "no quota". Nothing here throws because a file is missing,
 * empty or damaged.
 *
 * <p>May import {@code procfs} only.
 */
package io.github.tidewatch.cgroup;
