package io.github.tidewatch.agent.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenamedClassTest {
    /** With constants of each kind that takes another size. */
    static final class Original {
        static final double EIGHT_BYTES = 1e300;
        static final long TWO_PLACES = 1L << 50;

        private Original() {}

        static Object call(String text) {
            Runnable handle = () -> {};
            return Original.class.getName()
                    + text
                    + EIGHT_BYTES * text.length()
                    + (TWO_PLACES + text.length())
                    + handle.getClass().isSynthetic();
        }
    }

    @Test
    void theClassDoesTheSameUnderItsNewName() throws Exception {
        String name = Original.class.getName().replace('.', '/');
        byte[] file;
        try (InputStream in = Original.class.getResourceAsStream("RenamedClassTest$Original.class")) {
            file = in.readAllBytes();
        }
        byte[] renamed = RenamedClass.of(file, Map.of(name, "other/Renamed"));
        Class<?> type = new ClassLoader(null) {
            Class<?> define() {
                return defineClass("other.Renamed", renamed, 0, renamed.length);
            }
        }.define();
        Method call = type.getDeclaredMethod("call", String.class);
        call.setAccessible(true);
        assertThat(call.invoke(null, "é"))
                .isEqualTo(Original.call("é").toString().replace(Original.class.getName(), "other.Renamed"));
    }
}
