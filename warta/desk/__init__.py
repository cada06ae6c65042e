"""The desk editor: reads releases before they are published, and says where, why and what to do."""
