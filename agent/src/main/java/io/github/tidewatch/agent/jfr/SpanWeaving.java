package io.github.tidewatch.agent.jfr;

import io.github.tidewatch.text.Limitation;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the methods woven that the option {@code spans} names, in a thread of its own. What weaves is loaded, by a loader of its
 * own, when filters are given for the first time. Safe for use by any threads at once.
 */
final class SpanWeaving implements Consumer<String> {
    private static final Logger LOG = LoggerFactory.getLogger(SpanWeaving.class);

    /** Loads what weaves. */
    interface Loading {
        /**
         * Once.
         *
         * @param opener opens spans
         * @param tasks begins to follow tasks of executors, and answers what is to be called of them
         * @param outdated says that the change that is running is to end early, and another to follow
         */
        Consumer<String> load(
                Function<String, Consumer<Throwable>> opener,
                Function<Boolean, List<BiConsumer<Object, Object>>> tasks,
                BooleanSupplier outdated)
                throws ReflectiveOperationException;
    }

    private final Loading loading;
    private final BiPredicate<String, Runnable> threads;
    private final Consumer<List<String>> status;

    /** Null until spans can be opened; what is woven opens them by this. */
    private Function<String, Consumer<Throwable>> opener;

    private Function<Boolean, List<BiConsumer<Object, Object>>> taskFollower;

    private Consumer<String> weaving;
    private String wanted = "";

    /** Null if a change has failed or ended early: then it is not known what is woven. */
    private String present = "";

    /** Whether filters were given after the last change began: one that fails is not tried again of itself. */
    private boolean asked;

    private boolean running;

    /** Why nothing can be woven in this JVM; null if it can. */
    private String failure;

    SpanWeaving(Loading loading, BiPredicate<String, Runnable> threads, Consumer<List<String>> status) {
        this.loading = loading;
        this.threads = threads;
        this.status = status;
    }

    /** Spans can be opened from now on. */
    void begin(
            Function<String, Consumer<Throwable>> spanOpener,
            Function<Boolean, List<BiConsumer<Object, Object>>> tasks) {
        synchronized (this) {
            taskFollower = tasks;
            opener = spanOpener;
        }
        doAwaited();
    }

    /** Spans cannot be opened in this JVM. */
    void cannotBegin() {
        fail("a thread cannot account for itself here, see what is missing of ThreadDelay");
    }

    private void fail(String why) {
        synchronized (this) {
            failure = why;
            running = false;
        }
        sayNotWoven();
    }

    /** Has these filters hold from now on; "" for none. Returns before they do. */
    @Override
    public void accept(String filters) {
        synchronized (this) {
            wanted = filters;
            asked = true;
        }
        sayNotWoven();
        doAwaited();
    }

    /** Begins what is to be done, if a thread is available; to be called again now and then. */
    void doAwaited() {
        synchronized (this) {
            if (running || failure != null || opener == null || !isChangeWanted()) {
                return;
            }
            running = true;
        }
        if (!threads.test("Tidewatch Spans", this::run)) {
            synchronized (this) {
                running = false;
            }
        }
    }

    private void run() {
        try {
            if (weaving == null) {
                weaving = load();
            }
        } catch (Throwable e) {
            Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
            LOG.debug("spans cannot be woven", cause);
            fail(String.valueOf(cause));
            return;
        }
        for (String next = next(); next != null; next = next()) {
            weave(next);
        }
    }

    private void weave(String filters) {
        try {
            weaving.accept(filters);
        } catch (Throwable e) { // the same filters or others can be given after that
            synchronized (this) {
                present = null;
            }
            LOG.debug("not all spans are woven", e);
            say(filters, "not all of them are woven: " + e);
        }
    }

    /** If nothing can be woven though something is wanted. */
    private void sayNotWoven() {
        String why;
        String filters;
        synchronized (this) {
            why = failure;
            filters = wanted;
        }
        if (why != null && !filters.isEmpty()) {
            say(filters, "nothing is woven: " + why);
        }
    }

    private void say(String filters, String what) {
        LOG.warn("spans={}: {}; the application is not affected", filters.isEmpty() ? "off" : filters, what);
        status.accept(List.of(
                Limitation.of("the spans that the option spans names", what, "").toString()));
    }

    /** Null if all is done. */
    private synchronized String next() {
        if (!isChangeWanted()) {
            running = false;
            return null;
        }
        asked = false;
        present = wanted;
        return present;
    }

    private boolean isChangeWanted() {
        return asked && !wanted.equals(present);
    }

    /** Whether the change that is running is to end early: it stays so until the next begins. */
    private synchronized boolean isOutdated() {
        if (isChangeWanted()) {
            present = null;
        }
        return present == null;
    }

    private Consumer<String> load() throws ReflectiveOperationException {
        Function<String, Consumer<Throwable>> known;
        Function<Boolean, List<BiConsumer<Object, Object>>> tasks;
        synchronized (this) {
            known = opener;
            tasks = taskFollower;
        }
        return loading.load(known, tasks, this::isOutdated);
    }
}
