package io.github.tidewatch.agent.cli.doctor;

/** What was measured, and what the kernel's own counters say. Times in nanoseconds. */
final class SelfTestResult {
    /** How far two reads of one counter may be apart, as the thread still runs to its end between them. */
    private static final long SLACK = 5_000_000;

    long spinnerOnCpu;
    long spinnerDelay;
    long readerOnCpu;
    long stolen;
    long measuredOnCpu;
    long measuredDelay;
    /**
     * At most so long had the spinner waited for a CPU at the sample in the middle. The kernel counts a wait when it is over:
     * what of it lies before the sample is recorded as another.
     */
    long waitAtSample;

    long measuredReaderOnCpu;
    long measuredBlockIo;
    boolean blockIoKnown;
    boolean readerComplete = true;
    long inReads;
    String noReads;
    String spinnerName = "";

    /**
     * Steal is delay of a thread that spins, and schedstat does not have it. Of a wait that two intervals share, the part
     * in the first may be missing.
     */
    boolean spinnerIsOk() {
        return spinnerOnCpu > 0
                && near(measuredOnCpu, spinnerOnCpu)
                && (near(measuredDelay, spinnerDelay)
                        || (measuredDelay > spinnerDelay && measuredDelay <= spinnerDelay + stolen + SLACK)
                        || (measuredDelay < spinnerDelay && measuredDelay >= spinnerDelay - waitAtSample - SLACK));
    }

    boolean readerIsOk() {
        return near(measuredReaderOnCpu, readerOnCpu);
    }

    /** Block I/O has nothing to compare with but the reader's own clock, which also has what is no waiting. */
    boolean blockIoIsPossible() {
        return inReads < 0 || measuredBlockIo <= inReads + SLACK;
    }

    boolean namesAreOk() {
        return spinnerName.equals(SelfTest.SPINNER);
    }

    private static boolean near(long measured, long expected) {
        return Math.abs(measured - expected) <= SLACK + expected / 20;
    }
}
