package dev.icp.spark.internal.output;

import dev.icp.distributed.GroupDocuments;
import dev.icp.distributed.GroupLayout;
import dev.icp.settings.PackingSettings;
import dev.icp.spark.internal.base.MetadataJson;
import dev.icp.spark.internal.base.Schemas;
import dev.icp.spark.internal.base.SparkSettings;
import dev.icp.spark.internal.join.NeighbourList;
import dev.icp.spark.internal.steps.TaskResources;
import dev.icp.spi.NeighbourGraph;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.LongAccumulator;

/**
 * Orders one group and lays it out: from {@link Schemas#RELATED}, by ordinal, to {@link
 * Schemas#LAID_OUT}.
 */
public final class LayOutGroup implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final SparkSettings settings;
  private final LongAccumulator done;

  /**
   * @param done gets the number of documents
   */
  public LayOutGroup(SparkSettings settings, LongAccumulator done) {
    this.settings = settings;
    this.done = done;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> documents) {
    if (!documents.hasNext()) {
      return Collections.emptyIterator();
    }
    IntArrayList ordinals = new IntArrayList();
    IntArrayList counts = new IntArrayList();
    List<String> ids = new ArrayList<>();
    List<byte[]> lists = new ArrayList<>();
    List<String> metadata = new ArrayList<>();
    IntArrayList values = new IntArrayList();
    IntArrayList copies = new IntArrayList();
    boolean apart = !settings.packing().get(PackingSettings.GROUP_BY).isEmpty();
    boolean weighted = !settings.packing().get(PackingSettings.WEIGHT_BY).isEmpty();
    int group = 0;
    while (documents.hasNext()) {
      Row document = documents.next();
      group = document.getInt(0);
      ordinals.add(document.getInt(1));
      ids.add(document.getString(2));
      counts.add(document.getInt(3));
      lists.add(document.getAs(4));
      metadata.add(document.getString(5));
      if (apart) {
        values.add(document.getInt(6));
      }
      if (weighted) {
        copies.add(document.getInt(7));
      }
    }
    try (TaskResources resources =
        new TaskResources(settings.packing().epochSeed(), done, ordinals.size())) {
      GroupLayout layout =
          GroupLayout.of(
              settings.packing(),
              new GroupDocuments(
                  graph(ordinals.toIntArray(), lists),
                  counts.toIntArray(),
                  ids::get,
                  document -> MetadataJson.read(metadata.get(document)),
                  values.toIntArray(),
                  copies.toIntArray()),
              resources);
      return List.of(RowFactory.create(group, lists.size(), layout.toBytes())).iterator();
    }
  }

  /** Returns the neighbours within the group; the lists are let go of. */
  private NeighbourGraph graph(int[] members, List<byte[]> lists) {
    NeighbourGraph.Builder graph = NeighbourGraph.builder(members.length, settings.neighbours());
    for (int i = 0; i < members.length; i++) {
      NeighbourList list = NeighbourList.of(lists.set(i, new byte[0]));
      int[] neighbours = new int[list.size()];
      float[] cosines = new float[list.size()];
      int count = 0;
      for (int r = 0; r < list.size(); r++) {
        int place = Arrays.binarySearch(members, list.ordinals()[r]);
        if (place >= 0) {
          neighbours[count] = place;
          cosines[count++] = list.cosines()[r];
        }
      }
      graph.set(i, neighbours, cosines, count);
    }
    return graph.build();
  }
}
