package io.github.tidewatch.counters;

import java.util.EnumSet;
import java.util.Set;

/** Quantities that this host, kernel or process does not give, why, and what would change that. */
public final class Missing {
    private final Set<Quantity> quantities;
    private final String cause;
    private final String remedy;

    Missing(Set<Quantity> quantities, String cause, String remedy) {
        this.quantities = Set.copyOf(quantities);
        this.cause = cause;
        this.remedy = remedy;
    }

    /** What is missing, in the order of {@link Quantity}. */
    public Set<Quantity> quantities() {
        return quantities.isEmpty() ? EnumSet.noneOf(Quantity.class) : EnumSet.copyOf(quantities);
    }

    /** Why, as a clause without a full stop. */
    public String cause() {
        return cause;
    }

    /** What to do about it, as a clause without a full stop. */
    public String remedy() {
        return remedy;
    }
}
