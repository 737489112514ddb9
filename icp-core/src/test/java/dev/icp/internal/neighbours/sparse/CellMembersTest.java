package dev.icp.internal.neighbours.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellMembersTest {
  @Test
  void eachCellHasItsDocumentsInTheOrderInWhichTheyCame() {
    int[][] pairs = {{2, 5}, {0, 9}, {2, 1}, {2, 7}, {0, 3}};
    CellMembers members =
        new CellMembers(
            4,
            receiver -> {
              for (int[] pair : pairs) {
                receiver.accept(pair[0], pair[1]);
              }
            });
    assertThat(members.cells()).isEqualTo(4);
    assertThat(members.of(0)).containsExactly(9, 3);
    assertThat(members.of(1)).isEmpty();
    assertThat(members.of(2)).containsExactly(5, 1, 7);
    assertThat(members.count(2)).isEqualTo(3);
    members.of(2)[0] = 0;
    assertThat(members.of(2)).as("a copy").containsExactly(5, 1, 7);
  }
}
