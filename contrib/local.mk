EXTRA_DIST += contrib/setup contrib/stack contrib/test contrib/bench contrib/benches
