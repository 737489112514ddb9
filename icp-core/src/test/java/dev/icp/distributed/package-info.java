@NullMarked
package dev.icp.distributed;

import org.jspecify.annotations.NullMarked;
