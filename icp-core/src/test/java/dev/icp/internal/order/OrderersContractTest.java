package dev.icp.internal.order;

import dev.icp.ContextOrderers;
import dev.icp.contract.ContextOrdererContract;
import dev.icp.spi.ContextOrderer;
import org.junit.jupiter.api.Nested;

/** Every orderer of icp-core keeps the contract. */
class OrderersContractTest {
  @Nested
  class Greedy extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.greedyPath();
    }
  }

  @Nested
  class Cohesive extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.cohesive();
    }
  }

  @Nested
  class Reference extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.referenceCode();
    }
  }

  @Nested
  class Nearest extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.nearestWithRepeats();
    }

    @Override
    protected boolean repeats() {
      return true;
    }
  }

  @Nested
  class Chunks extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.bm25Chunk(16);
    }
  }

  @Nested
  class Splice extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.splice(2);
    }
  }

  @Nested
  class SpliceShuffled extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.spliceShuffled(3);
    }
  }

  @Nested
  class LongOnce extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.nextLong();
    }
  }

  @Nested
  class LongRepeating extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.nextLongRepeating(2048);
    }

    @Override
    protected boolean repeats() {
      return true;
    }
  }

  @Nested
  class ByPath extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.path();
    }
  }

  @Nested
  class ByKey extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.byKey("repo", ContextOrderers.path());
    }
  }

  @Nested
  class CohesiveAmong extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.among(30, ContextOrderers.cohesive());
    }
  }

  @Nested
  class CohesiveDiverse extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.diverse(0.4, ContextOrderers.cohesive());
    }
  }

  @Nested
  class Mixed extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.mix("related:0.75,bm25chunk:0.25", ContextOrderers.cohesive());
    }
  }

  @Nested
  class Input extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.input();
    }
  }

  @Nested
  class Random extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.random();
    }
  }

  @Nested
  class RandomBySeedOfItsOwn extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.random(Long.MIN_VALUE);
    }
  }

  @Nested
  class Imports extends ContextOrdererContract {
    @Override
    protected ContextOrderer orderer() {
      return ContextOrderers.imports(1);
    }
  }
}
