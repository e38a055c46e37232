CREATE INDEX "enrichments_by_updated" ON "gold"."enrichments" USING btree ("data_atualizacao","id_enriquecimento");--> statement-breakpoint
CREATE INDEX "enrichments_by_duration" ON "gold"."enrichments" USING btree ("duracao_processamento_minutos","id_enriquecimento");--> statement-breakpoint
CREATE INDEX "enrichments_by_contacts" ON "gold"."enrichments" USING btree ("total_contatos","id_enriquecimento");--> statement-breakpoint
CREATE INDEX "enrichments_by_name" ON "gold"."enrichments" USING btree ("nome_workspace","id_enriquecimento");