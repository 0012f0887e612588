package io.github.tidewatch.jmc.parser;

import java.util.List;
import java.util.Set;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.parser.IEventSink;
import org.openjdk.jmc.flightrecorder.parser.IEventSinkFactory;
import org.openjdk.jmc.flightrecorder.parser.IParserExtension;
import org.openjdk.jmc.flightrecorder.parser.ValueField;

/**
 * Presents the sampled thread as the event's, counts as numbers, and the parts of each interval as spans. Safe for several
 * threads, as JMC reads chunks in parallel: nothing is kept from one event to the next.
 */
public final class SampledThreadExtension implements IParserExtension {
    private static final String DELAY = "tidewatch.ThreadDelay";
    private static final Set<String> SAMPLED = Set.of(DELAY, "tidewatch.ThreadUsage");

    @Override
    public IEventSinkFactory getEventSinkFactory(IEventSinkFactory next) {
        return new IEventSinkFactory() {
            @Override
            public IEventSink create(
                    String type, String label, String[] category, String description, List<ValueField> fields) {
                if (!type.startsWith("tidewatch.")) {
                    return next.create(type, label, category, description, fields);
                }
                Counts counts = new Counts(fields);
                IEventSink sink = next.create(type, label, category, description, counts.fields());
                SampledThread sampled = SAMPLED.contains(type) ? SampledThread.in(fields) : null;
                Lanes lanes = sampled != null && type.equals(DELAY) ? Lanes.of(fields, category, next) : null;
                return values -> {
                    Object[] own = values.clone();
                    counts.convert(own);
                    if (sampled != null) {
                        sampled.putAsEventThread(own);
                    }
                    sink.addEvent(own);
                    if (lanes != null) {
                        lanes.add(own);
                    }
                };
            }

            @Override
            public void flush() {
                next.flush();
            }
        };
    }

    static int indexOf(List<ValueField> fields, String identifier) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getIdentifier().equals(identifier)) {
                return i;
            }
        }
        return -1;
    }

    static final String EVENT_THREAD = JfrAttributes.EVENT_THREAD.getIdentifier();
}
