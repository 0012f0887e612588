package io.github.tidewatch.findings;

import io.github.tidewatch.metrics.Metric;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Pages that a thread touched and that had to be read first. */
final class MajorFaultsRule extends RateRule {
    private static final double SHARE_WORTH_KNOWING = 0.02;
    private static final double SHARE_OF_WARNING = 0.2;

    MajorFaultsRule() {
        super(Metric.MAJOR_FAULTS, 20, 200);
    }

    @Override
    OptionalDouble rate(ThreadTotals thread, RuleInput input) {
        OptionalLong faults = thread.get(Metric.MAJOR_FAULTS);
        // Over the whole span: a thread that starts reads its code, and may live for a moment only.
        return faults.isPresent() && input.span() > 0
                ? OptionalDouble.of(faults.getAsLong() * NANOS_PER_SECOND / input.span())
                : OptionalDouble.empty();
    }

    /** Faults cost no more than the thread waited for block I/O, where that is known. */
    @Override
    double most(ThreadTotals thread) {
        OptionalLong blockIo = thread.get(Metric.BLOCK_IO_DELAY);
        if (blockIo.isEmpty() || thread.incompleteWall() > 0 || thread.wall() == 0) {
            return 100;
        }
        double share = (double) blockIo.getAsLong() / thread.wall();
        return Scale.score(share, SHARE_WORTH_KNOWING, SHARE_OF_WARNING, 1);
    }

    @Override
    String what() {
        return "major page faults per second";
    }

    @Override
    String whySound() {
        return "One costs about 0.1 ms on an SSD and 10 ms on a rotating disk: 20 a second are 0.2 to 20 % of a thread's"
                + " time, 200 a second 2 % to all of it. Where the thread's block-I/O delay is known, no more is made of the"
                + " faults than it lost to that: 2 % of its time are worth knowing, 20 % a warning.";
    }

    @Override
    String remedy() {
        return "Mapped files (MappedByteBuffer, and libraries or the class data archive at the start): read them ahead, or"
                + " give the page cache more memory.\n"
                + "With swap-in or thrashing delay: memory is short.\n"
                + "Otherwise a start from a cold cache: it passes.";
    }
}
