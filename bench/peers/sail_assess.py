"""Sail: its own server in this process, spoken to by the Spark Connect client."""
import glob

from common import PARQUET, show, sql
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

server = SparkConnectServer(port=0)
server.start(background=True)
_, port = server.listening_address
spark = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
# File by file: in a folder of that name Sail drops the column `region` of the files for the folder's own.
spark.read.parquet(*sorted(glob.glob(PARQUET))).createOrReplaceTempView("person_table")
show(*spark.sql(sql("person_table", "DIV")).first())
spark.stop()
server.stop()
