package dev.icp.spark.internal.output;

import dev.icp.distributed.GroupLayout;
import dev.icp.settings.CheckedSettings;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * What the driver has to know of a group's layout.
 *
 * @param tokens of all its contexts, separators included but not the gaps
 * @param full how many of its contexts do not change any more
 * @param restTokens what stands in the one that may, or in its last one; −1 if that is full
 * @param content what stands in the contexts that do not change any more
 * @param rest what stands in one that is not full, if that is to be laid out with those of others
 */
public record GroupSummary(
    int group,
    int documents,
    long tokens,
    int full,
    int restTokens,
    GroupLayout.Content content,
    List<GroupLayout.Part> rest)
    implements Serializable {
  /**
   * Sums up.
   *
   * @param laidOut of {@link dev.icp.spark.internal.base.Schemas#LAID_OUT}
   */
  public static GroupSummary of(Row laidOut, CheckedSettings settings) {
    GroupLayout layout = GroupLayout.ofBytes(laidOut.getAs(2));
    boolean alone = GroupLayout.standsAlone(settings);
    boolean endToEnd = GroupLayout.cutsAnywhere(settings) || alone;
    return new GroupSummary(
        laidOut.getInt(0),
        laidOut.getInt(1),
        layout.tokens(),
        alone ? layout.contexts() : layout.full(),
        layout.hasRest() ? layout.restTokens() : -1,
        layout.content(endToEnd),
        endToEnd ? List.of() : layout.rest());
  }
}
