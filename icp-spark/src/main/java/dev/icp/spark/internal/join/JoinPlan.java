package dev.icp.spark.internal.join;

import dev.icp.distributed.Cells;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks compare a document. Each task has some cells that many documents visit together; a
 * cell that is too large for a task is split into blocks of its members and blocks of its visitors,
 * and has a task for each pair of these.
 *
 * @param cells null where there are none
 * @param margin how much less similar than its home a cell may be for a document to visit it
 * @param firstTasks by cell; null where all documents go to one task and are compared all with all
 * @param memberBlocks by cell, mostly 1
 * @param visitorBlocks by cell, mostly 1
 * @param tasks how many there are
 * @param copies about how many tasks each document is sent to
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record JoinPlan(
    @Nullable Cells cells,
    float margin,
    int @Nullable [] firstTasks,
    int[] memberBlocks,
    int[] visitorBlocks,
    int tasks,
    double copies)
    implements Serializable {
  /** All documents in one task, compared all with all. */
  public static JoinPlan together(@Nullable Cells cells) {
    return new JoinPlan(cells, 0, null, new int[0], new int[0], 1, 1);
  }
}
