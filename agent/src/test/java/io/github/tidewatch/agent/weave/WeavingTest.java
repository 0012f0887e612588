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

    static final class Three {
        String call() {
            return toString();
        }
    }

    static final class Four {
        String call() {
            return toString();
        }
    }

    static final class Five {
        String call() {
            return toString();
        }
    }

    private final FakeInstrumentation jvm = new FakeInstrumentation(One.class, Two.class);
    private final List<String> status = new ArrayList<>();
    private boolean outdated;
    private Weaving weaving;

    @BeforeEach
    void prepare() throws Exception {
        WeavingTroubles troubles = new WeavingTroubles(lines -> {
            status.clear();
            status.addAll(lines);
        });
        weaving = new Weaving(jvm.get(), troubles, new ClassWeaver(), () -> outdated);
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
    void aChangeEndsBeforeTheNextBatchIfOtherFiltersFollowAndTheseTakeOutWhatItHasWoven() {
        jvm.load(One.class, Two.class, Three.class, Four.class, Five.class);
        jvm.afterBatch = () -> outdated = true;
        weaving.accept(HERE + "$*");
        assertThat(jvm.batches).isEqualTo(List.of(List.of("Five", "Four", "One", "Three")));
        jvm.afterBatch = () -> {};
        outdated = false;
        jvm.batches.clear();
        weaving.accept("");
        assertThat(jvm.batches.stream().flatMap(List::stream)).contains("Five", "Four", "One", "Three");
        assertThat(jvm.transformers).isZero();
        weaving.accept("");
        assertThat(jvm.batches).hasSize(2);
    }

    @Test
    void theClassesOfABatchThatFailsAreTriedAloneUntilOtherFiltersFollow() {
        jvm.spoilt = One.class;
        jvm.afterBatch = () -> outdated = true;
        jvm.load(One.class, Two.class, Three.class);
        weaving.accept(HERE + "$*");
        assertThat(jvm.batches).isEqualTo(List.of(List.of("Three")));
        assertThat(status).singleElement().asString().startsWith("spans of " + HERE + "$One:");
    }

    @Test
    void ifManyChangesHaveEndedEarlyTheNextComesToItsEnd() {
        outdated = true;
        for (int i = 0; i < 20; i++) {
            weaving.accept(HERE + "$One::call;" + HERE + "$Two::call" + i);
        }
        assertThat(jvm.batches).contains(List.of("One")).hasSizeLessThanOrEqualTo(3);
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
