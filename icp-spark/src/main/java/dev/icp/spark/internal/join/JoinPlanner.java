package dev.icp.spark.internal.join;

import dev.icp.distributed.Cells;
import dev.icp.settings.PackingSettings;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spi.NeighbourGraph;
import dev.icp.spi.StageResources;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Makes cells and decides, on the driver and on samples, how far documents visit and which cells
 * are joined by one task.
 */
final class JoinPlanner {
  /** A cell has so few documents in the training sample that its size is a guess within this. */
  private static final double GUESS = 1.25;

  /**
   * Where the kind compares all with all, into how many blocks for each two of which there is a
   * task; a document is sent to as many tasks. By words cells send it to some hundred.
   */
  private static final int MOST_BLOCKS = 64;

  private static final int BLOCK = 256;

  private final SparkSettings settings;
  private final VectorKind<?> kind;
  private final Vectorized documents;
  private final int size;
  private final int most;
  private @Nullable Truth truth;

  /**
   * @param documents (ordinal, features, value) of all
   * @param most how many have the same value, at most
   */
  JoinPlanner(
      SparkSettings settings, VectorKind<?> kind, Dataset<Row> documents, int size, int most) {
    this.most = most;
    this.settings = settings;
    this.kind = kind;
    this.size = size;
    this.documents = new Vectorized(documents, kind);
  }

  /**
   * Returns the exact neighbours by which the recall can be measured; null if it was not needed.
   */
  @Nullable Truth truth() {
    return truth;
  }

  /**
   * Plans.
   *
   * @param search whether neighbours are to be found; otherwise only cells are wanted
   * @param manyGroups whether cells are wanted to make groups of
   */
  JoinPlan plan(boolean search, boolean manyGroups) {
    int blocks = search && size > settings.documentsPerJoin() ? blocks() : 1;
    boolean all = !search || size < 2 || (kind.comparesAll(most) && blocks <= MOST_BLOCKS);
    if (all && !manyGroups) {
      return JoinPlan.all(null, blocks);
    }
    try (StageResources resources =
        StageResources.open(Runtime.getRuntime().availableProcessors(), settings.seed())) {
      int count = Cells.countFor(size);
      RowVectors sample = documents.positions(Cells.trainingSample(size, count, settings.seed()));
      Cells cells = Cells.train(sample, count, resources);
      if (all) {
        return JoinPlan.all(cells, blocks);
      }
      float margin = margin(cells, resources);
      return new TaskPlanner(cells, margin, sample).plan();
    }
  }

  /** Two of them fill a task. */
  private int blocks() {
    return (int) Math.min(Integer.MAX_VALUE, (2L * size - 1) / settings.documentsPerJoin() + 1);
  }

  private float margin(Cells cells, StageResources resources) {
    int[] ordinals = Cells.recallSample(size, settings.seed());
    Truth found = Truth.find(documents.documents(), kind, ordinals, settings.neighbours());
    truth = found;
    TreeSet<Integer> involved = new TreeSet<>();
    for (int q = 0; q < ordinals.length; q += 2) {
      involved.add(ordinals[q]);
      for (int neighbour : found.lists()[q].ordinals()) {
        involved.add(neighbour);
      }
    }
    int[] some = involved.stream().mapToInt(i -> i).toArray();
    NeighbourGraph.Builder graph = NeighbourGraph.builder(some.length, settings.neighbours());
    int[] places = new int[(ordinals.length + 1) / 2];
    for (int q = 0; q < ordinals.length; q += 2) {
      NeighbourList list = found.lists()[q];
      int[] neighbours = new int[list.size()];
      Arrays.setAll(neighbours, r -> Arrays.binarySearch(some, list.ordinals()[r]));
      places[q / 2] = Arrays.binarySearch(some, ordinals[q]);
      graph.set(places[q / 2], neighbours, list.cosines(), neighbours.length);
    }
    List<byte[]> payloads = documents.payloads(some).payloads();
    return cells.margin(
        settings.packing().get(PackingSettings.RECALL),
        Vectorized.positions(kind, payloads),
        graph.build(),
        places,
        resources);
  }

  /** Gathers cells that the documents of the sample visit together. */
  private final class TaskPlanner {
    private final Cells cells;
    private final float margin;
    private final int[] homes;
    private final char[][] visits;
    private final long[] members;
    private final double documentsPerSample;

    TaskPlanner(Cells cells, float margin, RowVectors sample) {
      this.cells = cells;
      this.margin = margin;
      int n = sample.size();
      documentsPerSample = size / (double) n;
      homes = new int[n];
      visits = new char[n][];
      choose(sample);
      members = new long[cells.count()];
      for (int home : homes) {
        members[home]++;
      }
    }

    private void choose(RowVectors sample) {
      Cells.Chooser chooser = cells.chooser(margin);
      float[] rows = new float[BLOCK * sample.dimension()];
      int[] homesOfBlock = new int[BLOCK];
      for (int first = 0; first < homes.length; first += BLOCK) {
        int count = Math.min(BLOCK, homes.length - first);
        sample.read(first, count, rows, 0);
        char[][] visitsOfBlock = chooser.choose(rows, count, homesOfBlock);
        System.arraycopy(homesOfBlock, 0, homes, first, count);
        System.arraycopy(visitsOfBlock, 0, visits, first, count);
      }
    }

    JoinPlan plan() {
      // In documents of the sample; a task gets its members and about as many visitors again.
      long room = Math.max(1, (long) (settings.documentsPerJoin() / documentsPerSample / GUESS));
      for (long most = room; ; most = Math.max(1, most * 2 / 3)) {
        int[] clusters = clusters(most);
        long[] sizes = arriving(clusters);
        int[] cellCounts = new int[sizes.length];
        for (int cluster : clusters) {
          cellCounts[cluster]++;
        }
        boolean fits = true;
        for (int c = 0; c < sizes.length; c++) {
          fits &= sizes[c] <= room || cellCounts[c] == 1;
        }
        if (fits || most == 1) {
          return number(clusters, sizes, room);
        }
      }
    }

    private int[] clusters(long most) {
      CellClusters clusters = new CellClusters(members, most);
      for (int i = 0; i < homes.length; i++) {
        for (char cell : visits[i]) {
          clusters.add(homes[i], cell, 1);
        }
      }
      return clusters.cluster();
    }

    /** Returns how many documents of the sample have a home or a visit in each cluster. */
    private long[] arriving(int[] clusters) {
      long[] sizes = new long[Arrays.stream(clusters).max().orElse(0) + 1];
      int[] last = new int[sizes.length];
      Arrays.fill(last, -1);
      for (int i = 0; i < homes.length; i++) {
        for (char cell : visits[i]) {
          if (last[clusters[cell]] != i) {
            last[clusters[cell]] = i;
            sizes[clusters[cell]]++;
          }
        }
      }
      return sizes;
    }

    private JoinPlan number(int[] clusters, long[] sizes, long room) {
      int[] firstOfCluster = new int[sizes.length];
      int[] memberBlocks = new int[clusters.length];
      int[] visitorBlocks = new int[clusters.length];
      Arrays.fill(memberBlocks, 1);
      Arrays.fill(visitorBlocks, 1);
      int[] cellOfCluster = new int[sizes.length];
      for (int cell = 0; cell < clusters.length; cell++) {
        cellOfCluster[clusters[cell]] = cell;
      }
      int tasks = 0;
      double copies = 0;
      for (int c = 0; c < sizes.length; c++) {
        firstOfCluster[c] = tasks;
        int cell = cellOfCluster[c];
        if (sizes[c] > room) {
          memberBlocks[cell] = blocks(members[cell], room);
          visitorBlocks[cell] = blocks(sizes[c], room);
        }
        tasks += memberBlocks[cell] * visitorBlocks[cell];
        // Who visits goes to each block of members; members of a split cell go to more than that.
        copies += memberBlocks[cell] * (double) sizes[c];
      }
      int[] firstTasks = new int[clusters.length];
      Arrays.setAll(firstTasks, cell -> firstOfCluster[clusters[cell]]);
      return new JoinPlan(
          cells, margin, firstTasks, memberBlocks, visitorBlocks, tasks, copies / homes.length);
    }

    /** Half of a task's room is for members, half for visitors. */
    private int blocks(long documents, long room) {
      return (int) Math.max(1, (2 * documents + room - 1) / room);
    }
  }
}
