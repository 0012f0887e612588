package io.github.tidewatch.agent.span;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadSpansTest {
    private final ThreadSpans spans = new ThreadSpans(new ThreadKey(Thread.currentThread(), null), null);

    private OpenSpan open(String name) {
        OpenSpan span = new OpenSpan(name);
        spans.add(span);
        return span;
    }

    @Test
    void aSpanThatAnotherThreadHasClosedIsTakenOutAndThoseWithinItStay() {
        OpenSpan outer = open("outer");
        OpenSpan inner = open("inner");
        outer.closedElsewhere = true;
        spans.removeClosed();
        assertThat(spans.innermost()).isSameAs(inner);
        assertThat(spans.has("outer")).isFalse();
        assertThat(spans.has("inner")).isTrue();
    }

    @Test
    void aClosedSpanThatAnErrorHasLeftAmongTheOpenOnesIsTakenOut() {
        open("outer");
        open("inner").closed = true;
        spans.removeClosed();
        assertThat(spans.has("inner")).isFalse();
        assertThat(spans.has("outer")).isTrue();
    }
}
