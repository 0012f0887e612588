package io.github.tidewatch.jmc.rules;

import io.github.tidewatch.findings.Check;

/** One rule for each check, as classes: JMC makes rules by {@link java.util.ServiceLoader} and goes by their class. */
public final class Rules {
    private Rules() {}

    public static final class ApplicationCpuDelay extends CheckRule {
        public ApplicationCpuDelay() {
            super(Check.APPLICATION_CPU_DELAY);
        }
    }

    public static final class JvmCpuDelay extends CheckRule {
        public JvmCpuDelay() {
            super(Check.JVM_CPU_DELAY);
        }
    }

    public static final class BlockIoDelay extends CheckRule {
        public BlockIoDelay() {
            super(Check.BLOCK_IO_DELAY);
        }
    }

    public static final class Thrashing extends CheckRule {
        public Thrashing() {
            super(Check.THRASHING);
        }
    }

    public static final class Reclaim extends CheckRule {
        public Reclaim() {
            super(Check.RECLAIM);
        }
    }

    public static final class Waits extends CheckRule {
        public Waits() {
            super(Check.WAITS);
        }
    }

    public static final class Stops extends CheckRule {
        public Stops() {
            super(Check.STOPS);
        }
    }

    public static final class MajorFaults extends CheckRule {
        public MajorFaults() {
            super(Check.MAJOR_FAULTS);
        }
    }

    public static final class InvoluntarySwitches extends CheckRule {
        public InvoluntarySwitches() {
            super(Check.INVOLUNTARY_SWITCHES);
        }
    }

    public static final class BlindSpots extends CheckRule {
        public BlindSpots() {
            super(Check.BLIND_SPOTS);
        }
    }

    public static final class Overhead extends CheckRule {
        public Overhead() {
            super(Check.OVERHEAD);
        }
    }
}
