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
 * @param firstTasks by cell; null where all documents are compared with all
 * @param memberBlocks by cell, mostly 1
 * @param visitorBlocks by cell, mostly 1; where all are compared with all how many blocks there are
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
  /**
   * All documents are compared with all: they are divided into blocks, of which each two have a
   * task.
   *
   * @param cells for homes; null where none are wanted
   * @param blocks 1 or more
   */
  public static JoinPlan all(@Nullable Cells cells, int blocks) {
    return new JoinPlan(
        cells, 0, null, new int[0], new int[] {blocks}, blocks * (blocks + 1) / 2, blocks);
  }

  /** Returns the tasks that compare a document with all, one for each block. */
  int[] tasksOfAll(int ordinal) {
    int[] tasks = new int[visitorBlocks[0]];
    int own = block(ordinal, tasks.length);
    for (int other = 0; other < tasks.length; other++) {
      int high = Math.max(own, other);
      tasks[other] = high * (high + 1) / 2 + Math.min(own, other);
    }
    return tasks;
  }

  /** Returns which block a document is in. */
  static int block(int ordinal, int blocks) {
    return (int) Long.remainderUnsigned(LexicalKind.mix(ordinal), blocks);
  }
}
