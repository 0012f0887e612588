package io.github.tidewatch.jmc.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmc.common.item.PersistableItemFilter;
import org.openjdk.jmc.common.util.StateToolkit;
import org.openjdk.jmc.common.util.StatefulState;

/** The page file. */
public final class Pages {
    private static final Pattern AGGREGATE = Pattern.compile("(SUM|AVG|MIN|MAX)(.+:.+)");

    private final List<StatefulState> pages = new ArrayList<>();

    private Pages(StatefulState root) {
        for (StatefulState page : root.getChildren("page")) {
            add(page);
        }
    }

    private void add(StatefulState page) {
        pages.add(page);
        for (StatefulState child : page.getChildren("page")) {
            add(child);
        }
    }

    public static Pages read() {
        return read("tidewatch-pages.xml");
    }

    /** Those for a JMC without the plug-in. */
    public static Pages readStock() {
        return read("tidewatch-pages-stock.xml");
    }

    private static Pages read(String file) {
        try (InputStream in = Pages.class.getResourceAsStream("/io/github/tidewatch/jmc/" + file)) {
            String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Pages(StatefulState.create(StateToolkit.statefulFromXMLString(xml)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order of the file. */
    public List<StatefulState> all() {
        return pages;
    }

    /** Those that have a name, which that of the lanes takes from JMC. */
    public List<StatefulState> named() {
        return pages.stream()
                .filter(page -> page.getChild("state").getAttribute("name") != null)
                .toList();
    }

    /** The event type of a page. */
    public static String type(StatefulState page) {
        StatefulState filter = page.getChild("state").getChild("pageFilter");
        // JMC would say nothing of a filter that it cannot read.
        if (PersistableItemFilter.readFrom(filter) == null) {
            throw new AssertionError("no filter: " + filter);
        }
        return filter.getAttribute("type");
    }

    /** The attributes that a page names, as JMC's ids of them: {@code identifier:content type}. */
    public static Set<String> attributes(StatefulState page) {
        Set<String> attributes = new TreeSet<>();
        StatefulState state = page.getChild("state");
        StatefulState histogram = state.getChild("histogram");
        if (histogram != null) {
            for (StatefulState column : histogram.getChild("table").getChildren("column")) {
                Matcher aggregate = AGGREGATE.matcher(column.getAttribute("id"));
                if (aggregate.matches()) {
                    attributes.add(aggregate.group(2));
                } else if (!column.getAttribute("id").startsWith("itemhistogram.")) {
                    throw new AssertionError("no column of JMC: " + column.getAttribute("id"));
                }
            }
        }
        StatefulState list = state.getChild("listAndChart").getChild("listSettings");
        if (list != null) {
            for (StatefulState column : list.getChildren("column")) {
                attributes.add(column.getAttribute("id"));
            }
        }
        StatefulState charts = state.getChild("listAndChart").getChild("chartSettings");
        if (charts != null && charts.getAttribute("barChartAttributes") != null) {
            for (String bar : charts.getAttribute("barChartAttributes").split(",", -1)) {
                attributes.add(bar.split(";", -1)[0]);
            }
        }
        if (charts != null && charts.getAttribute("lineChartAttributes") != null) {
            attributes.addAll(List.of(charts.getAttribute("lineChartAttributes").split(",", -1)));
        }
        return attributes;
    }

    /** The ids of the columns of a page's histogram, in order. */
    public static List<String> histogramColumns(StatefulState state) {
        StatefulState histogram = state.getChild("histogram");
        return histogram == null ? List.of() : columns(histogram.getChild("table"));
    }

    /** The ids of the columns of its list, in order. */
    public static List<String> listColumns(StatefulState state) {
        StatefulState list = state.getChild("listAndChart").getChild("listSettings");
        return list == null ? List.of() : columns(list);
    }

    private static List<String> columns(StatefulState table) {
        return Stream.of(table.getChildren("column"))
                .map(column -> column.getAttribute("id"))
                .toList();
    }

    /** What its chart draws. */
    public static String charted(StatefulState state) {
        StatefulState chart = state.getChild("listAndChart").getChild("chartSettings");
        return chart == null
                ? ""
                : chart.getAttribute("barChartAttributes") + " " + chart.getAttribute("lineChartAttributes");
    }

    /** The event types that the first lane shows together. */
    public List<String> lanesInOne() {
        return pages.stream()
                .map(page -> page.getChild("state").getChild("threadLane"))
                .filter(lane -> lane != null)
                .flatMap(lane -> List.of(lane.getChild("filter").getChildren("filter")).stream())
                .map(filter -> filter.getAttribute("type"))
                .toList();
    }

    /** The event types of the lanes that show one type. */
    public List<String> lanes() {
        return pages.stream()
                .flatMap(page -> List.of(page.getChild("state").getChildren("threadLane")).stream())
                .map(lane -> lane.getChild("filter"))
                .filter(filter -> filter != null && "TYPE".equals(filter.getAttribute("kind")))
                .map(filter -> filter.getAttribute("type"))
                .toList();
    }
}
