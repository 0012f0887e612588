package io.github.tidewatch.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.weave.WovenClasses.InFile;
import io.github.tidewatch.agent.weave.WovenClasses.Timed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Which methods of a class the filters choose, and what their spans are called. */
class SpanFiltersTest {
    private static final String HERE = "io.github.tidewatch.agent.weave.SpanFiltersTest";

    interface Handler {
        default void handle() {
            close();
        }

        void close();
    }

    static class Base implements Handler {
        private long count;

        @Override
        public void close() {
            while (count > 0) {
                count--;
            }
        }

        synchronized long count() {
            return count;
        }

        long countAgain() {
            synchronized (this) {
                return count > 0 ? count : 0;
            }
        }
    }

    static final class Orders extends Base implements Callable<String> {
        Orders() {}

        @Timed
        void place() {
            place(1);
        }

        @InFile
        static int place(int count) {
            return Math.abs(count);
        }

        @Override
        public String call() {
            Runnable lambda = () -> place(1);
            lambda.run();
            return "";
        }
    }

    @Timed
    abstract static class Annotated {
        void one() {
            none();
        }

        abstract void none();
    }

    /** The names of the spans, by those of the methods. */
    private static Map<String, String> chosen(Class<?> type, String filters) throws IOException {
        JdkClasses jdk = new JdkClasses();
        ClassChoice choice = new ClassChoice(SpanFilters.parse(filters), new OwnClasses(), jdk, new Supertypes(jdk));
        ClassFile file = ClassFile.ofResource(type.getClassLoader(), type.getName());
        List<SpanFilter> loading = choice.of(type.getClassLoader(), type.getName(), null, () -> file);
        // Whether it is loaded or being loaded makes no difference.
        assertThat(choice.of(type.getClassLoader(), type.getName(), type, () -> file))
                .isEqualTo(loading);
        return new TreeMap<>(MethodChoice.of(file.reader(), loading));
    }

    private static List<String> methods(Class<?> type, String filters) throws IOException {
        return new ArrayList<>(chosen(type, filters).keySet());
    }

    @Test
    void aClassMeansAllMethodsWithABodyButConstructors() throws IOException {
        assertThat(methods(Orders.class, HERE + "$Orders"))
                .containsExactly("call()Ljava/lang/String;", "place()V", "place(I)I");
        assertThat(methods(Annotated.class, HERE + "$Annotated")).containsExactly("one()V");
        assertThat(methods(Handler.class, HERE + "$Handler")).containsExactly("handle()V");
        assertThat(methods(Base.class, HERE + "$Orders")).isEmpty();
    }

    @Test
    void aClassMeansNoMethodThatCannotTakeLongButAMethodIsTakenByItsName() throws IOException {
        assertThat(methods(Base.class, HERE + "$Base")).containsExactly("close()V", "countAgain()J");
        assertThat(methods(Base.class, HERE + "$Base::*")).containsExactly("close()V", "countAgain()J");
        assertThat(methods(Base.class, HERE + "$Base::count")).containsExactly("count()J");
        assertThat(methods(Base.class, HERE + "$Base::count*")).containsExactly("count()J", "countAgain()J");
    }

    @Test
    void aMethodMeansAllOfItsNameInThatClass() throws IOException {
        assertThat(methods(Orders.class, HERE + "$Orders::place")).containsExactly("place()V", "place(I)I");
        assertThat(methods(Orders.class, HERE + "$Orders::close")).isEmpty();
        assertThat(methods(Orders.class, "::place")).containsExactly("place()V", "place(I)I");
        assertThat(methods(Orders.class, "::p*")).hasSize(2);
        assertThat(methods(Orders.class, "other.Orders::place")).isEmpty();
    }

    @Test
    void aPlusMeansWhatExtendsOrImplementsItToo() throws IOException {
        for (String type : List.of(HERE + "$Handler+", HERE + "$Base+", "java.util.concurrent.Callable+")) {
            assertThat(methods(Orders.class, type + "::place")).as(type).hasSize(2);
        }
        assertThat(methods(Base.class, HERE + "$Handler+::close")).containsExactly("close()V");
        assertThat(methods(Handler.class, HERE + "$Handler+")).containsExactly("handle()V");
        assertThat(methods(Base.class, HERE + "$Orders+")).isEmpty();
        assertThat(methods(Orders.class, "java.lang.Runnable+")).isEmpty();
    }

    @Test
    void oneStarStaysWithinAPackageAndTwoDoNot() throws IOException {
        assertThat(methods(Base.class, "io.github.tidewatch.agent.weave.*::close"))
                .hasSize(1);
        assertThat(methods(Base.class, "io.github.tidewatch.agent.*::close")).isEmpty();
        assertThat(methods(Base.class, "io.github.tidewatch.**::close")).hasSize(1);
        assertThat(methods(Base.class, "**Base::close")).hasSize(1);
        assertThat(methods(Base.class, "*Base::close")).isEmpty();
        assertThat(methods(Orders.class, "io.github.tidewatch.agent.weave.*Orders::*l*"))
                .hasSize(3);
    }

    @Test
    void anAnnotationMeansTheMethodsThatHaveItOrTheClassesDo() throws IOException {
        String timed = "@" + Timed.class.getName();
        assertThat(methods(Orders.class, timed)).containsExactly("place()V");
        assertThat(methods(Annotated.class, timed)).containsExactly("one()V");
        assertThat(methods(Orders.class, "::" + timed)).containsExactly("place()V");
        assertThat(methods(Annotated.class, "::" + timed)).isEmpty();
        assertThat(methods(Orders.class, HERE + "$Orders::" + timed)).containsExactly("place()V");
        assertThat(methods(Orders.class, "other.*::" + timed)).isEmpty();
        assertThat(methods(Orders.class, "@java.lang.Deprecated")).isEmpty();
        // The JVM forgets it when the class is loaded.
        assertThat(methods(Orders.class, "@" + InFile.class.getName())).isEmpty();
    }

    @Test
    void aSpanIsCalledAsTheMethodWithItsClass() throws IOException {
        assertThat(chosen(Orders.class, "::place")).containsEntry("place()V", HERE + "$Orders.place");
    }

    @Test
    void whatSpansAreAccountedForWithIsNotWoven() throws IOException {
        assertThat(methods(java.util.HashMap.class, "java.util.HashMap")).isEmpty();
        assertThat(methods(java.util.concurrent.FutureTask.class, "executors")).contains("run()V");
        assertThat(methods(java.util.concurrent.FutureTask.class, "java.util.concurrent.Future+"))
                .isEmpty();
        JdkClasses jdk = new JdkClasses();
        ClassChoice choice = new ClassChoice(
                SpanFilters.parse("java.util.HashMap;java.sql.Driver"), new OwnClasses(), jdk, new Supertypes(jdk));
        assertThat(choice.refused()).containsExactly("java.util.HashMap");
    }

    @Test
    void eachPresetIsMadeOfFilters() {
        for (String preset : SpanPresets.names()) {
            assertThat(SpanPresets.expand(preset))
                    .isNotEmpty()
                    .allMatch(filter -> filter.matches("([\\w.$]+\\+?)?::(@[\\w.]+|[\\w*]+)|@[\\w.]+"));
        }
        assertThat(SpanPresets.expand("com.acme.Orders")).containsExactly("com.acme.Orders");
    }
}
