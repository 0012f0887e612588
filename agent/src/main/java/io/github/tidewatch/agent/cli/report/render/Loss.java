package io.github.tidewatch.agent.cli.report.render;

import java.util.function.Supplier;

/** A clause, and by how much it matters. */
final class Loss {
    final String clause;
    private final Supplier<String> why;
    final long nanos;

    Loss(String clause, Supplier<String> why, long nanos) {
        this.clause = clause;
        this.why = why;
        this.nanos = nanos;
    }

    /** Its causes, to follow the clause; empty where none is known. Worded anew with each call. */
    String why() {
        return why.get();
    }
}
