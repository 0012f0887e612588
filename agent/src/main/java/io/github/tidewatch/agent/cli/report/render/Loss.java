package io.github.tidewatch.agent.cli.report.render;

import java.util.function.Supplier;

/** A clause, and by how much it matters. */
final class Loss {
    final String clause;
    private final Supplier<String> why;
    final long nanos;

    /** Whether garbage collectors' threads lost it. */
    final boolean isOfCollector;

    Loss(String clause, Supplier<String> why, long nanos) {
        this(clause, why, nanos, false);
    }

    Loss(String clause, Supplier<String> why, long nanos, boolean isOfCollector) {
        this.isOfCollector = isOfCollector;
        this.clause = clause;
        this.why = why;
        this.nanos = nanos;
    }

    /** The same, of no more time than another. */
    Loss atMost(Loss other) {
        return new Loss(clause, why, Math.min(nanos, other.nanos), isOfCollector);
    }

    /** Its causes, to follow the clause; empty where none is known. Worded anew with each call. */
    String why() {
        return why.get();
    }
}
