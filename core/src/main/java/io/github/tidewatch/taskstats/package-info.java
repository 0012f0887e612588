/**
 * The kernel's accounting per task and thread group, asked for over generic netlink.
 *
 * <p>Start at {@link io.github.tidewatch.taskstats.TaskstatsClient}.
 */
package io.github.tidewatch.taskstats;
