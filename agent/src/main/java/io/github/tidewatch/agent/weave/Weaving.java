package io.github.tidewatch.agent.weave;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Weaves spans into the methods that filters choose, and takes out those that they do not choose any more. Once in a JVM. */
public final class Weaving implements Consumer<String> {
    private static final Logger LOG = LoggerFactory.getLogger(Weaving.class);

    /** So often it looks for classes that were just being loaded when it looked before. */
    private static final int MOST_ROUNDS = 10;

    private static final long BETWEEN_ROUNDS = 100;

    /** If so many changes have not come to their end, the next does. */
    private static final int MOST_UNFINISHED = 8;

    private final Instrumentation instrumentation;
    private final OwnClasses own = new OwnClasses();
    private final JdkClasses jdk = new JdkClasses();
    private final Supertypes supertypes = new Supertypes(jdk);
    private final WeavingTroubles troubles;
    private final SpanTransformer transformer;
    private final BooleanSupplier outdated;

    /** By which classes may be woven now: one choice, unless a change has failed or ended early. Used by one thread at a time. */
    private List<ClassChoice> present;

    private boolean added;

    /** Null where woven methods cannot call anything. */
    private BootClass calls;

    private Function<Boolean, List<BiConsumer<Object, Object>>> tasks = any -> List.of();

    /**
     * Prepares it; nothing is woven yet.
     *
     * @param opener opens a span of a name in the calling thread, and answers what is to be called at its end, or null
     * @param tasks begins to follow tasks of executors anew, and answers what is to be called of them
     * @param status takes lines for {@code Status} about classes that cannot be woven, all of them each time
     * @param outdated is asked before each batch of classes during a change: whether to end it early, since other filters follow at
     *     once; it stays true until {@link #accept} returns
     * @throws ReflectiveOperationException if this JDK does not let the class be defined that woven methods call
     * @throws IOException if the agent's jar cannot be read
     */
    public Weaving(
            Instrumentation instrumentation,
            Function<String, Consumer<Throwable>> opener,
            Function<Boolean, List<BiConsumer<Object, Object>>> tasks,
            Consumer<List<String>> status,
            BooleanSupplier outdated)
            throws ReflectiveOperationException, IOException {
        this(instrumentation, new WeavingTroubles(status), new ClassWeaver(), outdated);
        Module module = Weaving.class.getModule();
        instrumentation.redefineModule(
                Object.class.getModule(), Set.of(), Map.of(), Map.of("java.lang", Set.of(module)), Set.of(), Map.of());
        this.tasks = tasks;
        calls = BootClass.define(opener);
    }

    /** Woven methods cannot call anything yet. */
    Weaving(Instrumentation instrumentation, WeavingTroubles troubles, ClassWeaver weaver, BooleanSupplier outdated)
            throws IOException {
        this.outdated = outdated;
        this.instrumentation = instrumentation;
        this.troubles = troubles;
        present = List.of(choice(SpanFilters.NONE));
        transformer = new SpanTransformer(weaver, present.get(0), troubles);
        WarmUp.run(weaver, own, jdk);
    }

    private ClassChoice choice(SpanFilters filters) {
        return new ClassChoice(filters, own, jdk, supertypes);
    }

    /**
     * Has these filters hold from now on, separated by semicolons; "" for none. If it fails, some classes may be woven by them, some
     * by the ones before, and no class that is loaded from then on; it may be called again.
     */
    @Override
    public synchronized void accept(String text) {
        long begin = System.nanoTime();
        ClassChoice next = choice(SpanFilters.parse(text));
        List<ClassChoice> before = present;
        List<ClassChoice> any = new ArrayList<>(before);
        any.add(next);
        present = any;
        troubles.forget();
        followTasks(next.filters().wantTasks());
        BooleanSupplier stop = before.size() < MOST_UNFINISHED ? outdated : () -> false;
        try {
            int classes = change(before, next, stop);
            boolean isStopped = stop.getAsBoolean();
            if (!isStopped) {
                present = List.of(next);
            }
            LOG.info(
                    "spans={}: changed {} loaded classes in {} ms{}",
                    text.isEmpty() ? "off" : text,
                    classes,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                    isStopped ? "; other filters follow" : "");
        } catch (Throwable e) {
            follow(choice(SpanFilters.NONE));
            throw e;
        } finally {
            next.forgetWovenAtLoad();
        }
    }

    /** What was noted of tasks before is void: not all of them may have been noted. */
    private void followTasks(boolean isWanted) {
        if (isWanted) {
            TaskHooks.warmUp(troubles);
        }
        List<BiConsumer<Object, Object>> hooks = tasks.apply(isWanted);
        if (calls != null) {
            calls.callOfTasks(hooks);
        }
    }

    private int change(List<ClassChoice> before, ClassChoice next, BooleanSupplier stop) {
        next.refused().forEach(troubles::refused);
        LoadedClasses loaded = new LoadedClasses(instrumentation, troubles, before, next, stop);
        if (!next.filters().isEmpty()) {
            follow(next);
        } else {
            transformer.setChoice(next);
        }
        Retransformation retransformation = new Retransformation(instrumentation, troubles, stop);
        int count = 0;
        for (int round = 0; round < MOST_ROUNDS && !stop.getAsBoolean(); round++) {
            List<Class<?>> changed = loaded.changed();
            if (round > 0 && changed.isEmpty()) {
                break;
            }
            count += retransformation.run(changed);
            awaitLoading();
        }
        follow(next);
        return count;
    }

    /** Has classes that are loaded from now on woven by these filters. */
    private void follow(ClassChoice next) {
        transformer.setChoice(next);
        boolean wanted = !next.filters().isEmpty();
        if (wanted && !added) {
            instrumentation.addTransformer(transformer, true);
        } else if (!wanted && added) {
            instrumentation.removeTransformer(transformer);
        }
        added = wanted;
    }

    /** A class that the JVM handed to the transformer before the change may not be there yet. */
    private static void awaitLoading() {
        try {
            Thread.sleep(BETWEEN_ROUNDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread
        }
    }
}
