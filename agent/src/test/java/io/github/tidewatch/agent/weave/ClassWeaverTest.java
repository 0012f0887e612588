package io.github.tidewatch.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A woven method comes to what it came to before, and its span ends as it does. */
class ClassWeaverTest {
    private static final String TYPE = "io.github.tidewatch.agent.weave.ClassWeaverTest$Subject";

    /** Methods of all shapes. */
    public static final class Subject implements Function<String, Object> {
        private String text = "";

        @Override
        public Object apply(String what) {
            switch (what) {
                case "shapes":
                    return shapes(true, (byte) 1, 2.5, 7L, 'c', new int[] {3}, null) + text;
                case "fail":
                    fail(3);
                    return "not reached";
                default:
                    return again(3) + within(4);
            }
        }

        private String shapes(boolean z, byte b, double d, long j, char c, int[] a, Object o) {
            synchronized (this) {
                for (int i = 0; i < 3; i++) {
                    if (i == 2) {
                        text += "two";
                        continue;
                    }
                    try {
                        text += a[i];
                    } catch (ArrayIndexOutOfBoundsException e) {
                        text += "caught";
                    } finally {
                        text += "finally";
                    }
                }
                return z ? b + "," + d + "," + j + "," + c + "," + o + "," : "false";
            }
        }

        private static void fail(int depth) {
            if (depth > 0) {
                fail(depth - 1);
            } else {
                throw new IllegalStateException("at the bottom");
            }
        }

        private static long again(int depth) {
            return depth == 0 ? 1 : depth * again(depth - 1);
        }

        private static synchronized double within(double x) {
            double y = Math.sqrt(x);
            return y;
        }
    }

    @BeforeEach
    void forget() {
        WovenClasses.SPANS.clear();
    }

    @SuppressWarnings("unchecked") // it is the class above
    private static Function<String, Object> woven(String filters) throws Exception {
        WovenClasses loader = new WovenClasses(TYPE, filters);
        Class<?> type = loader.loadClass(TYPE);
        assertThat(type).isNotEqualTo(Subject.class);
        return (Function<String, Object>) type.getConstructor().newInstance();
    }

    @Test
    void methodsOfAllShapesComeToTheSame() throws Exception {
        Function<String, Object> woven = woven(TYPE);
        assertThat(woven.apply("shapes")).isEqualTo(new Subject().apply("shapes"));
        assertThat(woven.apply("recursion")).isEqualTo(new Subject().apply("recursion"));
        assertThat(WovenClasses.SPANS)
                .startsWith(
                        "open " + TYPE + ".apply",
                        "open " + TYPE + ".shapes",
                        "close " + TYPE + ".shapes null",
                        "close " + TYPE + ".apply null")
                .hasSize(4 + 2 + 2 * 4 + 2);
    }

    @Test
    void anExceptionLeavesAsItWouldAndEndsEachSpanOnItsWay() throws Exception {
        Function<String, Object> woven = woven(TYPE + "::fail");
        Throwable thrown = catchThrowable(() -> woven.apply("fail"));
        Function<String, Object> same = new Subject();
        Throwable original = catchThrowable(() -> same.apply("fail"));
        assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("at the bottom");
        assertThat(frames(thrown)).isEqualTo(frames(original));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            expected.add(i, "open " + TYPE + ".fail");
            expected.add("close " + TYPE + ".fail " + thrown);
        }
        assertThat(WovenClasses.SPANS).isEqualTo(expected);
    }

    private static List<String> frames(Throwable thrown) {
        List<String> frames = new ArrayList<>();
        Arrays.stream(thrown.getStackTrace())
                .takeWhile(frame -> !frame.getMethodName().startsWith("lambda$"))
                .forEach(frame -> frames.add(frame.getMethodName() + ":" + frame.getLineNumber()));
        assertThat(frames).hasSize(6); // fail four times, apply and its bridge
        return frames;
    }

    @Test
    void aMethodThatIsNotChosenIsAsItWas() throws Exception {
        assertThat(woven(TYPE + "::within").apply("recursion")).isEqualTo(8.0);
        assertThat(WovenClasses.SPANS).containsExactly("open " + TYPE + ".within", "close " + TYPE + ".within null");
    }
}
