package io.github.tidewatch.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.agent.testing.DocPage;
import io.github.tidewatch.jmc.testing.Heads;
import io.github.tidewatch.jmc.testing.Pages;
import io.github.tidewatch.waits.WaitKind;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.openjdk.jmc.common.util.ColorToolkit;
import org.openjdk.jmc.common.util.StatefulState;

/** The page file, as JMC's own reader of such files takes it. */
class PagesTest {
    private static final List<String> OF_32_BITS = List.of(
            "threadsAlive:number",
            "threads:number",
            "onlineCpus:number",
            "usableCpus:number",
            "runnableTasks:number",
            "cpus:number",
            "parallelism:number",
            "carriers:number",
            "mounted:number",
            "pinned:number",
            "compensating:number");

    /** What the plug-in makes of fields, by the end of the id. */
    private static final String MADE = ".*(?<!own)Share(\\.\\w+)?:percentage|.*:number";

    private final Pages pages = Pages.read();

    @Test
    void eachPageHasAnIdOfItsOwnAndAFactoryThatJmcHas() {
        List<String> ids =
                pages.all().stream().map(page -> page.getAttribute("id")).toList();
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(ids).hasSize(24).allMatch(id -> id.startsWith("io.github.tidewatch.jmc."));
        assertThat(pages.all())
                .extracting(page -> page.getAttribute("factory"))
                .containsOnly(
                        "org.openjdk.jmc.flightrecorder.ui.itemhandler", "org.openjdk.jmc.flightrecorder.ui.threads");
    }

    @Test
    void theQuestionsAreTheNames() {
        assertThat(pages.named())
                .extracting(page -> page.getChild("state").getAttribute("name"))
                .containsExactly(
                        "Where Did the Time Go",
                        "Threads over Time",
                        "Process",
                        "Host CPU",
                        "CPU Quota",
                        "Pressure",
                        "Waiting for CPU",
                        "Why No CPU",
                        "Causes over Time",
                        "Virtual Threads",
                        "Slow Virtual Threads",
                        "Virtual Threads by Name",
                        "Waiting for Disk",
                        "Disk Use",
                        "Waiting for What",
                        "Waits by Group",
                        "Waits over Time",
                        "Slow Spans",
                        "Faults, Switches and I/O",
                        "Ended Threads",
                        "Overhead",
                        "What Cannot Be Seen",
                        "Data Sources");
    }

    /** JMC shows a page's icon in its outline, and takes a grey square for one that it cannot read. */
    @Test
    void eachPageHasAnIconOfItsOwn() throws IOException {
        Set<String> icons = new HashSet<>();
        for (StatefulState page : pages.named()) {
            String icon = page.getChild("state").getAttribute("icon");
            BufferedImage image =
                    ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(icon)));
            assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(16, 16);
            icons.add(icon);
        }
        assertThat(icons).hasSameSizeAs(pages.named());
    }

    @Test
    void thePagesOfAStockJmcLackWhatOnlyThePluginMakes() {
        Pages stock = Pages.readStock();
        List<String> names = new ArrayList<>(pages.named().stream()
                .map(page -> page.getChild("state").getAttribute("name"))
                .toList());
        names.removeAll(
                List.of("Threads over Time", "Causes over Time", "Data Sources", "Waits by Group", "Waits over Time"));
        assertThat(stock.all())
                .extracting(page -> page.getChild("state").getAttribute("name"))
                .containsExactlyElementsOf(names);
        assertThat(stock.lanesOfParts()).isEmpty();
        for (StatefulState page : stock.all()) {
            assertThat(Pages.attributes(page))
                    .noneMatch(id -> id.matches(MADE) && !OF_32_BITS.contains(id))
                    // A stock JMC has the thread that wrote a record as its event thread; a span is its own thread's.
                    .noneMatch(id ->
                            id.startsWith("eventThread") && !Pages.type(page).equals("tidewatch.Span"));
            StatefulState histogram = page.getChild("state").getChild("histogram");
            if (histogram != null) {
                assertThat(histogram.getAttribute("groupBy"))
                        .matches("threadName.*osThreadId|threadGroup|controlGroup|device|name");
            }
        }
    }

    /** They are kept by hand, so one that is changed has to be changed in both files. */
    @Test
    void thePagesOfAStockJmcAreTheOthersWithoutWhatOnlyThePluginMakes() {
        Map<String, StatefulState> others = new HashMap<>();
        pages.named().forEach(page -> others.put(page.getAttribute("id"), page.getChild("state")));
        for (StatefulState page : Pages.readStock().all()) {
            StatefulState stock = page.getChild("state");
            StatefulState other = others.get(page.getAttribute("id"));
            for (String shown : List.of("name", "icon")) {
                assertThat(stock.getAttribute(shown)).isEqualTo(other.getAttribute(shown));
            }
            if (Pages.type(page).equals("tidewatch.Status")) {
                continue; // of which the plug-in makes a row for each thing that is missing
            }
            assertThat(stock.getChild("pageFilter").toString())
                    .isEqualTo(other.getChild("pageFilter").toString());
            assertThat(Pages.histogramColumns(stock))
                    .containsExactlyElementsOf(Pages.histogramColumns(other).stream()
                            .filter(id -> !id.matches(MADE))
                            .toList());
            assertThat(String.join(" ", Pages.listColumns(stock)).replace("raw number", "number"))
                    .isEqualTo(String.join(" ", Pages.listColumns(other)).replace("eventThread:thread", whose(page)));
            assertThat(Pages.charted(stock)).isEqualTo(inAStockJmc(Pages.charted(other)));
        }
    }

    private static String whose(StatefulState page) {
        return Pages.type(page).equals("tidewatch.Span") ? "eventThread:thread" : "threadName:text osThreadId:number";
    }

    /** It draws the times of which the plug-in makes parts of the interval, and no count of 64 bits. */
    private static String inAStockJmc(String charted) {
        return charted.replaceAll("Share\\.\\w+:percentage", ":timespan")
                .replace("ownShare:percentage", "ownTime:timespan")
                .replace(",queued:number", "")
                .replace(",irqTime:timespan", "");
    }

    @Test
    void eachEventHasAPage() throws IOException {
        List<String> types = Pages.read().named().stream().map(Pages::type).toList();
        List<String> events = DocPage.read("events.md").table("Events").stream()
                .map(row -> DocPage.code(row.get(0)).get(0))
                .filter(event -> !event.equals("tidewatch.Flush")) // which no recording has
                .toList();
        assertThat(events).hasSizeGreaterThan(10);
        assertThat(types).containsAll(events);
    }

    /** In DejaVu Sans Bold, which is wide, a letter takes some 8 of JMC's pixels. */
    @Test
    void eachHeadFitsItsColumn() throws IOException {
        for (Pages some : List.of(pages, Pages.readStock())) {
            for (StatefulState page : some.named()) {
                Heads heads = Heads.of(page);
                Pages.widths(page.getChild("state")).forEach((id, width) -> assertThat(width)
                        .as("%s of %s: %s", id, page.getAttribute("id"), heads.head(id))
                        .isGreaterThanOrEqualTo(8 * heads.head(id).length() + 10));
            }
        }
    }

    @Test
    void eachPartHasALaneAndADistinctColour() {
        List<String> lanes = pages.lanesOfParts();
        assertThat(lanes)
                .containsExactlyElementsOf(pages.lane("Where the Time Went"))
                .hasSize(5);
        assertThat(pages.lane("Spans")).containsExactly("tidewatch.Span");
        // JMC colours by the name of the type, here as everywhere.
        haveDistinctColours(lanes, 0.1);
    }

    @Test
    void eachKindOfWaitHasADistinctColour() {
        List<String> lanes = pages.lane("Kinds of Waits");
        assertThat(lanes).hasSize(WaitKind.COUNT);
        haveDistinctColours(lanes, 0.06);
    }

    /** JMC colours a line by the name of the field. */
    @Test
    void eachLineOfAChartHasADistinctColour() {
        int charts = 0;
        for (StatefulState page : pages.named()) {
            List<String> made = Pages.attributes(page).stream()
                    .filter(id -> id.matches(".*(Threads|Share)\\.\\w+:.*"))
                    .map(id -> id.replaceFirst(":.*", ""))
                    .toList();
            charts += made.isEmpty() ? 0 : 1;
            haveDistinctColours(made, 0.06);
        }
        assertThat(charts).isEqualTo(6);
    }

    private static void haveDistinctColours(List<String> names, double apart) {
        List<Float> hues = new ArrayList<>();
        for (String name : names) {
            Color color = ColorToolkit.getDistinguishableColor(name);
            float hue = Color.RGBtoHSB(color.getRed(), color.getGreen(), color.getBlue(), null)[0];
            assertThat(hues)
                    .as(name)
                    .noneMatch(other -> Math.min(Math.abs(hue - other), 1 - Math.abs(hue - other)) < apart);
            hues.add(hue);
        }
    }
}
