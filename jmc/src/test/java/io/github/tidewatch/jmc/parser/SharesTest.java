package io.github.tidewatch.jmc.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tidewatch.jmc.testing.TestEvents;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.IDisplayable;
import org.openjdk.jmc.common.item.Aggregators;
import org.openjdk.jmc.common.item.Attribute;
import org.openjdk.jmc.common.item.IAttribute;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;

/** What JMC's pages sum up of the shares. */
class SharesTest {
    @TempDir
    Path directory;

    @Test
    void theShareOfBlockIoIsUnknownOfAThreadWithARecordThatIsNotComplete() throws Exception {
        IItemCollection items = TestEvents.record(directory, () -> {
            new TestEvents.ThreadDelay().of("whole", 1, 60, 20, 20, 0).commit();
            new TestEvents.ThreadDelay().of("in part", 2, 60, 20, 20, 0).commit();
            TestEvents.ThreadDelay partly = new TestEvents.ThreadDelay().of("in part", 2, 70, 30, 0, 0);
            partly.complete = false;
            partly.commit();
        });
        assertThat(sum(items, "whole", "blockIoDelayShare").doubleValueIn(UnitLookup.PERCENT_UNITY))
                .isEqualTo(0.2);
        assertThat(sum(items, "in part", "cpuDelayShare").doubleValueIn(UnitLookup.PERCENT_UNITY))
                .isCloseTo(0.25, Offset.offset(1e-9));
        assertThat(sum(items, "in part", "blockIoDelayShare").displayUsing(IDisplayable.AUTO))
                .startsWith("NaN");
    }

    private static IQuantity sum(IItemCollection items, String thread, String share) {
        IAttribute<String> name = Attribute.attr("threadName", "", UnitLookup.PLAIN_TEXT);
        IAttribute<IQuantity> summed = Attribute.attr(share, "", UnitLookup.PERCENTAGE);
        return items.apply(ItemFilters.type("tidewatch.ThreadDelay"))
                .apply(ItemFilters.equals(name, thread))
                .getAggregate(Aggregators.sum(summed));
    }
}
