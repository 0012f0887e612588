package io.github.tidewatch.taskstats;

import java.util.Optional;

/** The scheduling policies of sched(7), from include/uapi/linux/sched.h. */
public enum SchedulingPolicy {
    SCHED_OTHER(0),
    SCHED_FIFO(1),
    SCHED_RR(2),
    SCHED_BATCH(3),
    SCHED_IDLE(5),
    SCHED_DEADLINE(6),
    SCHED_EXT(7);

    private final int number;

    SchedulingPolicy(int number) {
        this.number = number;
    }

    static Optional<SchedulingPolicy> of(long number) {
        for (SchedulingPolicy policy : values()) {
            if (policy.number == number) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
