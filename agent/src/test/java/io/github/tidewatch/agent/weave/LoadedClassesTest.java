package io.github.tidewatch.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.weave.WovenClasses.Timed;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jfr.Event;
import org.junit.jupiter.api.Test;

/** A change of filters concerns those loaded classes of which it changes a method, and no other. */
class LoadedClassesTest {
    private static final String HERE = "io.github.tidewatch.agent.weave.LoadedClassesTest";

    static class Orders implements Callable<String> {
        @Timed
        @Override
        public String call() {
            return place("now");
        }

        String place(String when) {
            return when.trim();
        }
    }

    static final class Books extends Orders {}

    static final class Other {
        String name() {
            return toString();
        }
    }

    static final class Happened extends Event {
        String place() {
            return toString();
        }
    }

    private final OwnClasses own = new OwnClasses();
    private final JdkClasses jdk = new JdkClasses();
    private final Supertypes supertypes = new Supertypes(jdk);
    private final FakeInstrumentation instrumentation =
            new FakeInstrumentation(Other.class, Orders.class, Books.class, String.class, int[].class, int.class);

    private ClassChoice choice(String filters) {
        return new ClassChoice(SpanFilters.parse(filters), own, jdk, supertypes);
    }

    private List<Class<?>> changed(String before, String after) {
        return new LoadedClasses(
                        instrumentation.get(),
                        WeavingTroubles.silent(),
                        List.of(choice(before)),
                        choice(after),
                        () -> false)
                .changed();
    }

    @Test
    void onlyClassesWithAChosenMethodOfTheirOwnAreChanged() {
        for (String filter : List.of(
                "::place",
                "::pl*",
                HERE + "$Orders+::place",
                "io.github.**::place",
                "@" + Timed.class.getName(),
                HERE + "$*::@" + Timed.class.getName())) {
            assertThat(changed("", filter)).as(filter).isEqualTo(List.of(Orders.class));
            assertThat(changed(filter, "")).as(filter).isEqualTo(List.of(Orders.class));
        }
        assertThat(changed("", "::nowhere")).isEmpty();
        assertThat(changed("", "java.lang.String")).isEmpty();
    }

    @Test
    void aClassOfWhichTheSameMethodsAreChosenAsBeforeIsNotChanged() {
        assertThat(changed("::place;" + HERE + "$Other::name", "::place")).isEqualTo(List.of(Other.class));
        assertThat(changed(HERE + "$Orders::place", "io.github.**::place")).isEmpty();
        assertThat(changed("::place", "::place;" + HERE + "$Orders::call")).isEqualTo(List.of(Orders.class));
    }

    @Test
    void aClassThatAppearsWhileOthersAreWovenIsChangedUnlessItWasWovenAsItWasLoaded() {
        ClassChoice after = choice(HERE + "$Orders;" + HERE + "$Other");
        instrumentation.load();
        LoadedClasses loaded = new LoadedClasses(
                instrumentation.get(), WeavingTroubles.silent(), List.of(choice("")), after, () -> false);
        assertThat(loaded.changed()).isEmpty();
        instrumentation.load(Orders.class, Other.class);
        after.noteWovenAtLoad(Other.class.getClassLoader(), Other.class.getName());
        assertThat(loaded.changed()).isEqualTo(List.of(Orders.class));
        assertThat(loaded.changed()).isEmpty();
    }

    /** Defines a class of the class path once more, and notes which class files it is asked for. */
    private static final class Asked extends ClassLoader {
        final List<String> files = new ArrayList<>();
        final Error failure;

        Asked(Error failure) {
            super(null);
            this.failure = failure;
        }

        Class<?> define(Class<?> type) throws Exception {
            byte[] bytes =
                    ClassFile.ofResource(type.getClassLoader(), type.getName()).bytes();
            return defineClass(type.getName(), bytes, 0, bytes.length);
        }

        @Override
        public URL getResource(String name) {
            files.add(name);
            if (failure != null) {
                throw failure;
            }
            return null;
        }
    }

    @Test
    void noLoaderIsAskedForAClassThatItCannotHaveAndOneThatThrowsIsAskedOnce() throws Exception {
        Runnable lambda = () -> {};
        Asked asked = new Asked(null);
        Class<?> proxy = Proxy.newProxyInstance(asked, new Class<?>[] {Runnable.class}, (self, method, none) -> null)
                .getClass();
        instrumentation.load(proxy, lambda.getClass(), asked.define(Other.class));
        assertThat(changed("", "::place")).isEmpty();
        assertThat(asked.files).singleElement().asString().endsWith("$Other.class");

        Asked closed = new Asked(new AssertionError("closed"));
        instrumentation.load(closed.define(Other.class), closed.define(Orders.class));
        assertThat(changed("", "::place")).isEmpty();
        assertThat(closed.files).hasSize(1);
    }

    @Test
    void anEventOfFlightRecorderIsNotChanged() {
        instrumentation.load(Happened.class);
        for (String filter : List.of("::place", HERE + "$Happened", "io.github.**::place")) {
            assertThat(changed("", filter)).as(filter).isEmpty();
        }
    }

    @Test
    void aClassWithoutAClassFileIsChangedIfAFilterNamesItOrItsPackage() throws Exception {
        instrumentation.load(new Asked(null).define(Orders.class));
        assertThat(changed("", HERE + "$Orders::place")).hasSize(1);
        assertThat(changed("io.github.**", "")).hasSize(1);
        assertThat(changed("io.github.**", "io.github.**")).isEmpty();
    }
}
