package io.github.tidewatch.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many classes are woven is bounded. */
class WovenBytesTest {
    @Test
    @Timeout(60)
    void aClassCountsOnceAndNotAfterItsLoaderIsGone() throws InterruptedException {
        WovenBytes woven = new WovenBytes(100);
        assertThat(woven.take(null, "a.One", 60)).isTrue();
        assertThat(woven.take(null, "a.One", 60)).isTrue();
        assertThat(woven.take(null, "a.Two", 41)).isFalse();
        ClassLoader loader = new ClassLoader(null) {};
        assertThat(woven.take(loader, "a.One", 40)).isTrue();
        assertThat(woven.take(loader, "a.Two", 1)).isFalse();
        WeakReference<ClassLoader> gone = new WeakReference<>(loader);
        loader = null;
        boolean taken = false;
        while (!taken) {
            System.gc();
            Thread.sleep(10);
            taken = woven.take(null, "a.Two", 40);
        }
        assertThat(gone.get()).isNull();
        assertThat(woven.take(null, "a.Three", 1)).isFalse();
    }
}
