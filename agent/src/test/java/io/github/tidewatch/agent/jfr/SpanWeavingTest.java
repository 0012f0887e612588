package io.github.tidewatch.agent.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which filters are woven, and when; threads run at once here. */
class SpanWeavingTest {
    private final List<String> woven = new ArrayList<>();
    private final List<List<String>> status = new ArrayList<>();
    private Consumer<String> whileWeaving = filters -> {};
    private BooleanSupplier outdated;
    private SpanWeaving weaving;

    @BeforeEach
    void begin() {
        weaving = new SpanWeaving(
                (opener, tasks, stop) -> {
                    outdated = stop;
                    return filters -> {
                        woven.add(filters);
                        whileWeaving.accept(filters);
                    };
                },
                (name, task) -> {
                    task.run();
                    return true;
                },
                status::add);
        weaving.begin(name -> null, any -> List.of());
    }

    @Test
    void afterAChangeThatFailedTheSameFiltersAreTriedAgainWhenTheyAreGivenAgainAndNotOfThemselves() {
        whileWeaving = filters -> {
            throw new IllegalStateException("injected");
        };
        weaving.accept("a.B");
        weaving.doAwaited();
        weaving.doAwaited();
        assertThat(woven).isEqualTo(List.of("a.B"));
        assertThat(status).singleElement().asString().contains("injected");
        whileWeaving = filters -> {};
        weaving.accept("a.B");
        weaving.accept("a.B");
        assertThat(woven).isEqualTo(List.of("a.B", "a.B"));
    }

    @Test
    void otherFiltersMakeTheRunningChangeOutdatedUntilTheyAreWoven() {
        List<Boolean> asked = new ArrayList<>();
        whileWeaving = filters -> {
            asked.add(outdated.getAsBoolean());
            if (filters.equals("a.B")) {
                weaving.accept("");
                asked.add(outdated.getAsBoolean());
            }
        };
        weaving.accept("a.B");
        assertThat(woven).isEqualTo(List.of("a.B", ""));
        assertThat(asked).isEqualTo(List.of(false, true, false));
    }

    @Test
    void theFiltersOfAChangeThatEndedEarlyAreWovenAnewIfTheyAreWantedAfterAll() {
        whileWeaving = filters -> {
            if (woven.size() == 1) {
                weaving.accept("");
                assertThat(outdated.getAsBoolean()).isTrue();
                weaving.accept("a.B");
                assertThat(outdated.getAsBoolean()).isTrue();
            }
        };
        weaving.accept("a.B");
        assertThat(woven).isEqualTo(List.of("a.B", "a.B"));
        weaving.doAwaited();
        assertThat(woven).hasSize(2);
    }

    @Test
    void filtersThatAreGivenWhileAChangeFailsAreTried() {
        whileWeaving = filters -> {
            if (woven.size() == 1) {
                weaving.accept("c.D");
                throw new IllegalStateException("injected");
            }
        };
        weaving.accept("a.B");
        assertThat(woven).isEqualTo(List.of("a.B", "c.D"));
    }

    @Test
    void theClassThatWeavesIsFoundByItsNameAndParameters() {
        Instrumentation refusing = (Instrumentation) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Instrumentation.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        WeavingClass loading = new WeavingClass(refusing, above -> above, status::add);
        assertThatThrownBy(() -> loading.load(name -> null, any -> List.of(), () -> false))
                .isInstanceOf(InvocationTargetException.class)
                .hasRootCauseMessage("redefineModule");
    }
}
