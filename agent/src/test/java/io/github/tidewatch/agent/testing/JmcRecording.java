package io.github.tidewatch.agent.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.item.IType;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.parser.IParserExtension;
import org.openjdk.jmc.flightrecorder.parser.ParserExtensionRegistry;

/** A recording as JDK Mission Control's own parser reads it. */
public final class JmcRecording {
    private final Map<String, IType<IItem>> types = new TreeMap<>();
    private final Map<String, List<IItem>> items = new LinkedHashMap<>();

    private JmcRecording(IItemCollection events) {
        for (IItemIterable some : events) {
            types.put(some.getType().getIdentifier(), some.getType());
            for (IItem item : some) {
                items.computeIfAbsent(some.getType().getIdentifier(), type -> new ArrayList<>())
                        .add(item);
            }
        }
    }

    public static JmcRecording load(Path file) throws Exception {
        return new JmcRecording(JfrLoaderToolkit.loadEvents(file.toFile()));
    }

    /** As JMC reads it with its own extensions only, of which one leaves out exceptions that are errors. */
    public static JmcRecording loadStock(Path file) throws Exception {
        List<IParserExtension> stock = ParserExtensionRegistry.getParserExtensions().stream()
                .filter(extension -> !extension.getClass().getName().startsWith("io.github.tidewatch"))
                .collect(Collectors.toList());
        return new JmcRecording(JfrLoaderToolkit.loadEvents(List.of(file.toFile()), stock));
    }

    /** The names of the event types of which there are events. */
    public Set<String> types() {
        return types.keySet();
    }

    public IType<IItem> type(String name) {
        return types.get(name);
    }

    public List<IItem> items(String type) {
        return items.getOrDefault(type, List.of());
    }

    /** The attributes of a type by identifier, in its order. */
    public Map<String, IAccessorKey<?>> keys(String type) {
        Map<String, IAccessorKey<?>> keys = new LinkedHashMap<>();
        type(type).getAccessorKeys().keySet().forEach(key -> keys.put(key.getIdentifier(), key));
        return keys;
    }

    /** The identifiers of the attributes of a type. */
    public Set<String> attributes(String type) {
        return keys(type).keySet();
    }

    /** The value of an attribute. */
    public Object value(String type, String attribute, IItem item) {
        IMemberAccessor<?, IItem> accessor = type(type).getAccessor(keys(type).get(attribute));
        return accessor.getMember(item);
    }

    /** What JMC says of an attribute: its name for people, and its description. */
    public String label(String type, String attribute) {
        return type(type).getAccessorKeys().get(keys(type).get(attribute)).getName();
    }

    public String description(String type, String attribute) {
        return type(type).getAccessorKeys().get(keys(type).get(attribute)).getDescription();
    }
}
