package io.github.tidewatch.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a change of filters does to the JVM, also if it fails. */
class WeavingTest {
    private static final String HERE = "io.github.tidewatch.agent.weave.WeavingTest";

    static final class One {
        String call() {
            return toString();
        }
    }

    static final class Two {
        String call() {
            return toString();
        }
    }

    private final FakeInstrumentation jvm = new FakeInstrumentation(One.class, Two.class);
    private final List<String> status = new ArrayList<>();
    private Weaving weaving;

    @BeforeEach
    void prepare() throws Exception {
        WeavingTroubles troubles = new WeavingTroubles(lines -> {
            status.clear();
            status.addAll(lines);
        });
        weaving = new Weaving(jvm.get(), troubles, new ClassWeaver());
    }

    @Test
    void otherFiltersChangeTheClassesOfWhichOtherMethodsAreChosenAndNoneTakesOutAll() {
        weaving.accept(HERE + "$One");
        weaving.accept(HERE + "$One;" + HERE + "$Two");
        weaving.accept("");
        assertThat(jvm.batches).isEqualTo(List.of(List.of("One"), List.of("Two"), List.of("One", "Two")));
        assertThat(jvm.transformers).isZero();
        weaving.accept("");
        assertThat(jvm.batches).hasSize(3);
    }

    @Test
    void afterAFailureNothingElseIsWovenAndWhatIsWovenCanBeTakenOut() {
        weaving.accept(HERE + "$One");
        jvm.failure = new OutOfMemoryError("injected");
        assertThatThrownBy(() -> weaving.accept(HERE + "$Two")).isSameAs(jvm.failure);
        assertThat(jvm.transformers).isZero();
        jvm.failure = null;
        jvm.batches.clear();
        weaving.accept("");
        assertThat(jvm.batches).isEqualTo(List.of(List.of("One", "Two")));
        weaving.accept(HERE + "$One");
        assertThat(jvm.transformers).isEqualTo(1);
    }

    @Test
    void aClassThatCannotBeWovenIsNamedAndKeepsNoOtherFromIt() {
        jvm.spoilt = One.class;
        weaving.accept(HERE + "$*");
        assertThat(jvm.batches).contains(List.of("Two"));
        assertThat(status).singleElement().asString().startsWith("spans of " + HERE + "$One: its class file could not");
        jvm.spoilt = null;
        weaving.accept("");
        assertThat(status).isEmpty();
    }

    @Test
    void whatWeavingNeedsIsLoadedBeforeItRunsInAThreadOfTheApplication() throws Exception {
        assertThat(WarmUp.run(new ClassWeaver(), new OwnClasses(), new JdkClasses()))
                .isNotNull();
    }
}
