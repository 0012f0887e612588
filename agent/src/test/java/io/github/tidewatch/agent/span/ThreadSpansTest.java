package io.github.tidewatch.agent.span;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadSpansTest {
    private final ThreadSpans spans = new ThreadSpans(new ThreadKey(Thread.currentThread(), null), null);

    private OpenSpan open(String name) {
        OpenSpan span = new OpenSpan(name, 0);
        spans.add(span);
        return span;
    }

    @Test
    void aSpanThatAnotherThreadHasClosedIsTakenOutAndThoseWithinItStay() {
        OpenSpan outer = open("outer");
        OpenSpan inner = open("inner");
        outer.closedElsewhere = true;
        spans.hasClosed = true;
        spans.removeClosed();
        assertThat(spans.innermost()).isSameAs(inner);
        assertThat(spans.has("outer")).isFalse();
        assertThat(spans.has("inner")).isTrue();
    }

    @Test
    void aClosedSpanThatAnErrorHasLeftAmongTheOpenOnesIsTakenOut() {
        open("outer");
        open("inner").closed = true;
        spans.hasClosed = true;
        spans.removeClosed();
        assertThat(spans.has("inner")).isFalse();
        assertThat(spans.has("outer")).isTrue();
    }

    @Test
    void whatIsForgottenWithinASpanIsNotAroundThatWhichFollows() {
        OpenSpan request = open("request");
        OpenSpan forgotten = open("db");
        open("row");
        spans.removeWithInner(request);
        assertThat(spans.innermost()).isNull();
        assertThat(spans.has("db")).isFalse();
        OpenSpan next = open("request");
        spans.removeWithInner(forgotten); // closed late
        assertThat(spans.innermost()).isSameAs(next);
        assertThat(spans.has("db")).isFalse();
    }

    @Test
    void forgottenSpansDoNotFillAThreadThatClosesThoseAroundThem() {
        for (int i = 0; i < 2 * ThreadSpans.MOST_OPEN; i++) {
            OpenSpan request = open("request");
            open("db");
            spans.removeWithInner(request);
        }
        assertThat(spans.isFull()).isFalse();
        for (int i = 0; i < ThreadSpans.MOST_OPEN; i++) {
            open("db");
        }
        assertThat(spans.isFull()).isTrue();
    }
}
