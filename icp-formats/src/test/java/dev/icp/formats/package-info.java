@NullMarked
package dev.icp.formats;

import org.jspecify.annotations.NullMarked;
