package io.github.tidewatch.agent.weave;

import io.github.tidewatch.text.Limitation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once of each class what keeps it from being woven, of so many at most. Safe for use by any threads at once; never throws. */
final class WeavingTroubles {
    private static final Logger LOG = LoggerFactory.getLogger(WeavingTroubles.class);

    private static final int MOST = 20;

    private final Consumer<List<String>> status;
    private final boolean silent;
    private final Set<String> said = new HashSet<>();
    private final List<String> lines = new ArrayList<>();

    /**
     * Troubles.
     *
     * @param status takes the lines for {@code Status}, all of them each time
     */
    WeavingTroubles(Consumer<List<String>> status) {
        this(status, false);
    }

    private WeavingTroubles(Consumer<List<String>> status, boolean silent) {
        this.status = status;
        this.silent = silent;
    }

    /** Of which nobody hears. */
    static WeavingTroubles silent() {
        return new WeavingTroubles(lines -> {}, true);
    }

    /** Other filters hold from now on. */
    synchronized void forget() {
        said.clear();
        lines.clear();
        status.accept(List.of());
    }

    /** A class could not be woven, and is as it was. */
    void failed(String type, Throwable cause) {
        say("spans of " + type, "its class file could not be woven: " + cause, "leave it out of the option spans");
    }

    /** A filter names a class in which it chooses no method. */
    void withoutMethod(SpanFilter filter) {
        if (filter.namesMethods()) {
            say(
                    "spans of " + filter,
                    "the class has no such method with a body of its own",
                    "name a method that is declared there and is neither abstract nor native nor a constructor");
        } else {
            say(
                    "spans of " + filter,
                    "the class has no such method that calls another, loops or takes a lock",
                    "name the method in the option spans if it should be a span nevertheless");
        }
    }

    /** A filter names a class of the JDK that spans are accounted for with. */
    void refused(String type) {
        say(
                "spans of " + type,
                "Tidewatch may use this class of the JDK itself",
                "name the method of the application that calls it");
    }

    /** A class that filters choose is of a later Java than can be woven. */
    void tooNew(String type) {
        say(
                "spans of classes that are compiled for a later Java",
                "this version of Tidewatch cannot read such, the first was " + type,
                "use a later version of Tidewatch");
    }

    /** So many classes are woven that no more are to be. */
    void tooMany(long bytes) {
        say(
                "spans of further classes",
                "the class files of those that are woven have " + (bytes >> 20)
                        + " MB, and the JVM keeps a copy of each",
                "choose fewer classes in the option spans");
    }

    private synchronized void say(String what, String cause, String remedy) {
        try {
            if (said.size() > MOST || !said.add(what)) {
                return;
            }
            if (said.size() > MOST) {
                lines.add(Limitation.of("spans of further classes", "as above", "as above")
                        .toString());
            } else {
                if (!silent) {
                    LOG.warn("no {}: {}; remedy: {}", what, cause, remedy);
                }
                lines.add(Limitation.of(what, cause, remedy).toString());
            }
            status.accept(List.copyOf(lines));
        } catch (Throwable e) {
            return; // out of memory or stack, most likely: there is nobody left to report it to
        }
    }
}
